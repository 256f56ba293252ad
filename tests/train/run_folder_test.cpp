#include "percept/train/run_folder.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/temporary_folder.hpp"
#include "percept/ops/normalization.hpp"
#include "stripes.hpp"

namespace percept::train {
namespace {

namespace fs = std::filesystem;

RunConfig run_config(const fs::path& root) {
  RunConfig config{.root = root, .summary = "table\n", .data = "stripes", .data_hash = "12ab"};
  config.card = {.name = "small",
                 .recipe = "name = \"small\"\n",
                 .classes = {"lies", "stands"},
                 .outputs = 2,
                 .input = {1, 4, 4},
                 .normalization = {{0.5f}, {0.25f}},
                 .border_brightness = 0.1};
  return config;
}

std::string read(const fs::path& path) {
  io::Bytes bytes = io::read_file(path).value();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Trains into a folder, stopping after so many steps.
fs::path trained(const fs::path& root, std::int64_t stop_after = 1000, const Net& net = stripes_net()) {
  ParameterStore store(1);
  Trainer trainer(store, net, {stripes(30), stripes(10)}, stripes_config());
  RunFolder folder(run_config(root), trainer);
  std::atomic<bool> stop = false;
  trainer.listen([&](const Event& event) { folder.on(event); });
  trainer.listen([&](const Event& event) {
    if (auto* step = std::get_if<StepFinished>(&event)) stop = step->step >= stop_after;
  });
  folder.finish(trainer.run(&stop));
  return folder.path();
}

TEST(RunFolder, HoldsEverything) {
  TemporaryFolder root;
  fs::path path = trained(root / "runs");
  EXPECT_EQ(path.filename(), "small-1");
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(path)) {
    ++files;
    EXPECT_GT(entry.file_size(), 0u) << entry.path();
  }
  EXPECT_EQ(files, 8u);
  EXPECT_TRUE(fs::exists(path / "model.onnx"));
  EXPECT_EQ(read(path / "recipe.toml"), "name = \"small\"\n");
  EXPECT_EQ(read(path / "summary.txt"), "table\n");
  auto manifest = nlohmann::json::parse(read(path / "manifest.json"));
  EXPECT_EQ(manifest["status"], "finished");
  EXPECT_EQ(manifest["classes"], (std::vector<std::string>{"lies", "stands"}));
  EXPECT_EQ(manifest["data"]["hash"], "12ab");
  EXPECT_TRUE(manifest["test"]["accuracy"].is_number());
  EXPECT_FALSE(manifest["isa"].get<std::string>().empty());
}

// A norm by the batch's own statistics is none of ONNX's.
TEST(RunFolder, TrainsWhatONNXHasNoWordsFor) {
  TemporaryFolder root;
  Net net = [whole = stripes_net()](Value x) { return batch_norm(whole(x), {}, {}).output; };
  fs::path path = trained(root / "runs", 1000, net);
  EXPECT_TRUE(fs::exists(path / "best.safetensors"));
  EXPECT_FALSE(fs::exists(path / "model.onnx"));
  std::string metrics = read(path / "metrics.jsonl"), note = "no model.onnx is written: ";
  EXPECT_NE(metrics.find(note + "'batch_norm': batch_norm has no counterpart in ONNX"), std::string::npos)
      << metrics;
  EXPECT_EQ(metrics.find(note), metrics.rfind(note)) << "it is said once";
}

TEST(RunFolder, MetricsAreOneObjectALine) {
  TemporaryFolder root;
  std::istringstream lines(read(trained(root / "runs") / "metrics.jsonl"));
  std::map<std::string, int> seen;
  for (std::string line; std::getline(lines, line);) {
    auto object = nlohmann::json::parse(line);
    EXPECT_EQ(object.size(), 5u) << line;
    EXPECT_TRUE(object["step"].is_number_integer() && object["epoch"].is_number_integer());
    ++seen[object["split"].get<std::string>() + "/" + object["name"].get<std::string>()];
  }
  EXPECT_EQ(seen, (std::map<std::string, int>{{"train/loss", 9},
                                              {"train/accuracy", 9},
                                              {"train/lr", 9},
                                              {"test/loss", 3},
                                              {"test/accuracy", 3}}));
}

TEST(RunFolder, TheNextNumberIsTaken) {
  TemporaryFolder root;
  trained(root / "runs");
  fs::create_directories(root / "runs/small-3");
  EXPECT_EQ(trained(root / "runs").filename(), "small-2");
  EXPECT_EQ(trained(root / "runs").filename(), "small-4");
}

TEST(RunFolder, TheSameTrainingGivesTheSameBytes) {
  TemporaryFolder root;
  std::string first = read(trained(root / "runs") / "best.safetensors");
  EXPECT_EQ(first, read(trained(root / "runs") / "best.safetensors"));
}

TEST(RunFolder, WeightsComeBackWithoutTheOptimisersState) {
  TemporaryFolder root;
  ModelFile model = read_model(trained(root / "runs") / "best.safetensors").value();
  EXPECT_EQ(model.card.classes, (std::vector<std::string>{"lies", "stands"}));
  EXPECT_EQ(model.card.input, (Shape{1, 4, 4}));
  EXPECT_EQ(model.card.normalization, (data::Normalization{{0.5f}, {0.25f}}));
  EXPECT_EQ(model.card.border_brightness, 0.1);
  std::string names;
  for (const auto& [path, tensor] : model.weights) names += path + " ";
  EXPECT_EQ(names, "1.bias 1.weight 3.bias 3.weight ");
}

TEST(RunFolder, InterruptedBeforeTheFirstEpochEndsItHasWeights) {
  TemporaryFolder root;
  fs::path path = trained(root / "runs", 2);
  EXPECT_TRUE(read_model(path / "best.safetensors"));
  auto manifest = nlohmann::json::parse(read(path / "manifest.json"));
  EXPECT_EQ(manifest["status"], "interrupted");
  EXPECT_FALSE(manifest.contains("test"));
}

TEST(RunFolder, ARunWithoutAStepLeavesNoFolder) {
  TemporaryFolder root;
  ParameterStore store;
  Trainer trainer(store, stripes_net(), {stripes(30), stripes(10)}, stripes_config());
  { RunFolder folder(run_config(root / "runs"), trainer); }
  EXPECT_TRUE(fs::is_empty(root / "runs"));
}

TEST(RunFolder, SaysWhereItCannotWrite) {
  TemporaryFolder root;
  ASSERT_TRUE(io::write_file(root / "runs", "a file in the way"));
  ParameterStore store;
  Trainer trainer(store, stripes_net(), {stripes(30), stripes(10)}, stripes_config());
  EXPECT_THROW(RunFolder(run_config(root / "runs"), trainer), Error);
}

TEST(ModelFile, RefusesMetadataThatDoesNotDo) {
  TemporaryFolder root;
  ParameterStore store;
  ModelFile model{.card = run_config("").card, .weights = {{"w", Tensor::scalar(1.0f)}}};
  auto refused = [&](const char* key, const char* value) {
    EXPECT_TRUE(write_model(root / "m", model));
    io::Safetensors contents = io::read_safetensors(root / "m").value();
    if (value)
      contents.metadata[key] = value;
    else
      contents.metadata.erase(key);
    EXPECT_TRUE(io::write_safetensors(root / "m", contents));
    Result<ModelFile> read = read_model(root / "m");
    return !read && read.problem().code() == "train.model.metadata" && read.problem().hint;
  };
  for (const char* key :
       {"name", "recipe", "classes", "outputs", "input", "normalization", "border_brightness"})
    EXPECT_TRUE(refused(key, nullptr)) << key;
  EXPECT_TRUE(refused("classes", "[1, 2]"));
  EXPECT_TRUE(refused("classes", "not json"));
  EXPECT_TRUE(refused("outputs", "3"));
  EXPECT_TRUE(refused("outputs", "-1"));
  EXPECT_TRUE(refused("input", "[1, 28, 28, 28]"));
  EXPECT_TRUE(refused("input", "[1, -28, 28]"));
  EXPECT_TRUE(refused("input", "[1, 28, 1000000000]"));
  EXPECT_TRUE(refused("normalization", "{\"mean\": [1, 2], \"deviation\": [1, 2]}"));
  EXPECT_TRUE(refused("normalization", "{}"));
}

}  // namespace
}  // namespace percept::train
