// A run that everybody looks into at once ends with the bits of one that was left alone.
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "io/temporary_folder.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/run_inspection.hpp"
#include "percept/lab/run_review.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/checkpoint.hpp"
#include "percept/train/control_client.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// Dropout draws anew at each step, momentum and the norm's statistics are kept between them.
const char* const kNoisy = R"(name = "noisy"
[data]
source = "digits"
limit = 400
augment = ["shift 2"]
[model]
layers = ["conv 4 5x5", "batch_norm", "relu", "maxpool 2", "flatten", "dropout 0.3", "linear 10"]
[train]
epochs = 4
batch = 32
optimizer = { name = "sgd", lr = 0.05, momentum = 0.9 }
)";

struct Ended {
  std::string best;                         // the bytes of the file
  std::map<std::string, std::string> last;  // of each tensor of the checkpoint
  train::Progress progress;
};

// Waits a moment after each step, so that there is time to look; `look` is begun before the first one.
template <class Look>
Ended train(const fs::path& runs, Look look) {
  recipe::Recipe recipe = recipe::parse_recipe(kNoisy, "noisy.toml").value();
  std::thread looking;
  std::atomic<bool> stop = false;
  recipe::TrainOptions options{.runs = runs, .stop = &stop};
  options.started = [&](const recipe::TrainStart& begun) {
    looking = std::thread(look, fs::path(begun.run));
  };
  options.listeners.push_back([](const train::Event& event) {
    if (std::holds_alternative<train::StepFinished>(event)) std::this_thread::sleep_for(20ms);
  });
  fs::path run = recipe::train_recipe(recipe, options).start.run;
  looking.join();
  io::Bytes bytes = io::read_file(run / "best.safetensors").value();
  train::Checkpoint checkpoint = train::read_checkpoint(run / "last.ckpt").value();
  Ended ended{.best = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
              .progress = checkpoint.state.progress};
  for (const auto& [path, tensor] : checkpoint.state.tensors)
    ended.last[path].assign(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
  return ended;
}

TEST(WatchedRun, ReviewInspectionWeightsAndSnapshotsChangeNoBit) {
  TemporaryFolder folder;
  Ended alone = train(folder / "alone", [](const fs::path&) {});
  std::size_t answers = 0, watched = 0;
  std::uint64_t seen = 0;
  std::int64_t reviews = 0;
  bool live = false, mapped = false;
  Ended looked = train(folder / "looked", [&](const fs::path& run) {
    train::ControlClient client = train::ControlClient::connect(run, 1 << 24).value();
    client.say(R"({"command": "watch"})");
    client.say(R"({"command": "snapshot", "id": 1})");  // so that there is a network to be opened
    RunInspection inspection(run, [] {});
    inspection.show(ExamplePicture{"test", 3});
    RunReview review;
    bool reviewed = false, waits = false;
    std::vector<std::string> lines;
    for (unsigned turn = 0; client.take(lines); ++turn) {
      for (const std::string& line : lines) ++(line.find("\"watch\"") == line.npos ? answers : watched);
      lines.clear();
      if (!reviewed && fs::exists(run / "last.ckpt")) {
        review.begin(run, {.count = 100, .repeated = true});
        reviewed = waits = true;
        client.say(R"({"command": "pause"})");  // however slow the machine, one review is done before the end
      }
      if (reviewed) reviews = std::max(reviews, review.progress().version);
      if (waits && reviews > 0) {
        client.say(R"({"command": "resume"})");
        waits = false;
      }
      inspection.want(true);
      if (turn % 3 == 0)
        inspection.show(GivenPicture{"drawn", Tensor::full(DType::u8, {28, 28, 1}, double(turn % 256))});
      seen = inspection.version();
      InspectionPicture picture = inspection.picture();
      live |= picture.weights == "live";
      mapped |= !picture.layers.empty();
      for (const char* ask : {R"({"command": "weights"})", R"({"command": "histogram", "path": "0.weight"})",
                              R"({"command": "activation", "path": "0"})", R"({"command": "status"})"})
        client.say(ask);
      if (turn % 10 == 5) client.say(R"({"command": "snapshot"})");
      std::this_thread::sleep_for(5ms);
    }
  });
  // All of it has been going on.
  EXPECT_GT(answers, 20u);
  EXPECT_GT(watched, 2u);
  EXPECT_GT(seen, 2u);
  EXPECT_GE(reviews, 1);
  EXPECT_TRUE(live);
  EXPECT_TRUE(mapped);

  EXPECT_TRUE(looked.best == alone.best) << "best.safetensors differs";
  EXPECT_GT(alone.last.size(), 6u);
  EXPECT_EQ(looked.last, alone.last);
  EXPECT_EQ(looked.progress.step, alone.progress.step);
  EXPECT_EQ(looked.progress.loss, alone.progress.loss);
  ASSERT_EQ(looked.progress.scores.size(), alone.progress.scores.size());
  for (std::size_t i = 0; i < alone.progress.scores.size(); ++i)
    EXPECT_EQ(looked.progress.scores[i].loss, alone.progress.scores[i].loss);
}

}  // namespace
}  // namespace percept::lab
