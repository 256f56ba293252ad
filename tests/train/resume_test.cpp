// A training that is stopped anywhere and goes on ends with the bits of one that was not.
#include <gtest/gtest.h>

#include <cstring>

#include "io/temporary_folder.hpp"
#include "percept/train/run_folder.hpp"
#include "stripes.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;

using Bits = std::map<std::string, std::string>;

Bits bits_of(const std::map<std::string, Tensor>& tensors) {
  Bits bits;
  for (const auto& [path, tensor] : tensors)
    bits[path].assign(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
  return bits;
}

// Everything that keeps something between steps: momentum, a draw a step, running statistics, averages,
// gathered gradients, a plateau.
Net noisy_net() {
  auto net = std::make_shared<nn::Sequential>(nn::Flatten(), nn::Linear({.out = 16}), nn::BatchNorm(),
                                              nn::Relu(), nn::Dropout({0.3}), nn::Linear({.out = 2}));
  return [net](Value images) { return (*net)(images); };
}

TrainerConfig keeping_config() {
  TrainerConfig config = stripes_config(0.05);
  config.accumulate = 3;
  config.update.ema = 0.8;
  config.plateau = optim::PlateauConfig{.factor = 0.5, .patience = 0, .threshold = 0.3};
  config.schedule = [](std::int64_t step, std::int64_t steps) { return 1 - double(step) / double(steps); };
  return config;
}

struct Stoppable {
  ParameterStore store{4};
  Trainer trainer{store, noisy_net(), {stripes(95), stripes(40, 2)}, keeping_config()};
  std::int64_t stop_after = -1;
  std::atomic<bool> stop = false;
  Stoppable() {
    trainer.listen([this](const Event& event) {
      if (auto* step = std::get_if<StepFinished>(&event)) stop = step->step == stop_after;
    });
  }
};

TEST(Resume, FromAnyStepGivesTheSameBits) {
  Stoppable whole;
  Outcome outcome = whole.trainer.run();
  ASSERT_EQ(outcome.steps, 12);  // ten batches an epoch: 3 + 3 + 3 + 1
  Bits wanted = bits_of(whole.store.snapshot());
  for (std::int64_t at = 0; at < 12; ++at) {
    TemporaryFolder folder;
    fs::path file = folder / "last.ckpt";
    Stoppable first, second;
    if (at > 0) {
      first.stop_after = at;
      first.trainer.run(&first.stop);
    }
    ASSERT_TRUE(write_checkpoint(file, {first.trainer.state(), "recipe", {{"metrics.jsonl", 7}}}));
    Checkpoint checkpoint = read_checkpoint(file).value();
    EXPECT_EQ(checkpoint.recipe, "recipe");
    EXPECT_EQ(checkpoint.sizes.at("metrics.jsonl"), 7u);
    second.trainer.restore(checkpoint.state);
    Outcome resumed = second.trainer.run();
    EXPECT_EQ(bits_of(second.store.snapshot()), wanted) << "stopped after step " << at;
    EXPECT_EQ(resumed.steps, 12);
    EXPECT_EQ(resumed.train_loss, outcome.train_loss) << at;
    EXPECT_EQ(resumed.best->epoch, outcome.best->epoch);
    EXPECT_EQ(resumed.last->loss, outcome.last->loss);
  }
}

TEST(Resume, AFinishedTrainingHasNothingLeft) {
  Stoppable whole, again;
  Outcome outcome = whole.trainer.run();
  again.trainer.restore(whole.trainer.state());
  Outcome resumed = again.trainer.run();
  EXPECT_EQ(resumed.steps, outcome.steps);
  EXPECT_EQ(resumed.test->loss, outcome.test->loss);
  EXPECT_EQ(bits_of(again.store.snapshot()), bits_of(whole.store.snapshot()));
}

TEST(Resume, ANetworkOfOtherShapesIsRefusedByName) {
  Stoppable whole;
  State state = whole.trainer.state();
  state.tensors["1.weight"] = Tensor(DType::f32, {3});
  state.tensors["odd"] = Tensor::scalar(1.0f);
  state.tensors.erase("1.bias");
  try {
    Stoppable().trainer.restore(state);
    FAIL();
  } catch (const Error& error) {
    std::string shown = render(error.problem(), Language::english);
    for (const char* name : {"1.weight", "odd", "1.bias"}) EXPECT_NE(shown.find(name), shown.npos) << shown;
  }
}

TEST(Resume, ANewOptimiserBeginsAnew) {
  Stoppable whole;
  whole.trainer.run();
  State state = whole.trainer.state();
  std::erase_if(state.tensors, [](const auto& item) { return item.first.starts_with("optim.momentum"); });
  EXPECT_NO_THROW(Stoppable().trainer.restore(state));
}

std::string read(const fs::path& path) {
  io::Bytes bytes = io::read_file(path).value();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

RunConfig run_config(const fs::path& root) {
  RunConfig config{.root = root};
  config.card = {.name = "small",
                 .recipe = "name = \"small\"\n",
                 .classes = {"lies", "stands"},
                 .outputs = 2,
                 .input = {1, 4, 4},
                 .normalization = {{0.5f}, {0.25f}}};
  config.checkpoint_seconds = 0;  // after every step
  return config;
}

TEST(Resume, TheFolderIsCutBackToItsCheckpoint) {
  TemporaryFolder root;
  fs::path whole, broken;
  {
    Stoppable training;
    RunFolder folder(run_config(root.path()), training.trainer);
    training.trainer.listen([&](const Event& event) { folder.on(event); });
    folder.finish(training.trainer.run());
    whole = folder.path();
  }
  {
    Stoppable training;
    training.stop_after = 7;
    RunFolder folder(run_config(root.path()), training.trainer);
    training.trainer.listen([&](const Event& event) { folder.on(event); });
    training.trainer.run(&training.stop);
    broken = folder.path();
  }  // as a kill leaves it: no results in the manifest, lines behind the checkpoint, half a file
  ASSERT_TRUE(io::write_file(broken / ".percept-1-0.tmp", "half"));
  std::string lines = read(broken / "metrics.jsonl");
  ASSERT_TRUE(io::write_file(broken / "metrics.jsonl", lines + "{\"step\": 8, \"ep"));
  {
    Stoppable training;
    RunFolder folder(run_config(root.path()), training.trainer, broken);
    EXPECT_EQ(training.trainer.progress().step, 7);
    training.trainer.listen([&](const Event& event) { folder.on(event); });
    folder.finish(training.trainer.run());
  }
  EXPECT_EQ(read(broken / "metrics.jsonl"), read(whole / "metrics.jsonl"));
  EXPECT_EQ(read(broken / "best.safetensors"), read(whole / "best.safetensors"));
  EXPECT_FALSE(fs::exists(broken / ".percept-1-0.tmp"));
  EXPECT_EQ(bits_of(read_checkpoint(broken / "last.ckpt").value().state.tensors),
            bits_of(read_checkpoint(whole / "last.ckpt").value().state.tensors));
}

TEST(Resume, OneAtATimeInAFolder) {
  TemporaryFolder root;
  Stoppable first, second;
  RunFolder folder(run_config(root.path()), first.trainer);
  EXPECT_TRUE(RunLock::is_held(folder.path()));
  try {
    RunFolder(run_config(root.path()), second.trainer, folder.path());
    FAIL() << "two at work";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "train.run.locked");
  }
}

TEST(Resume, AFolderWithoutACheckpointSaysSo) {
  TemporaryFolder root;
  Stoppable training;
  EXPECT_THROW(RunFolder(run_config(root.path()), training.trainer, root.path()), Error);
}

}  // namespace
}  // namespace percept::train
