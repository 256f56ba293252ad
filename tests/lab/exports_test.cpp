// What a playground exports does the same elsewhere.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "exported.hpp"
#include "io/temporary_folder.hpp"
#include "percept/lab/playground.hpp"
#include "percept/recipe/onnx_model.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {
namespace {

class Exports : public testing::TestWithParam<const char*> {
 protected:
  Exports() {
    playground.edit(GetParam());
    playground.step("epoch", 3);
  }
  double sum(double x1, double x2) { return playground.probe(x1, x2, std::nullopt).layers.back().sums[0]; }
  Playground playground;
  TemporaryFolder folder;
};

TEST_P(Exports, AProgramThatNeedsNothing) {
  write(folder.path() / "playground.cpp", playground.export_as("cpp"));
  std::string program = (folder.path() / "playground").string();
  output_of("c++ -std=c++17 -Wall -Wextra -Werror -o " + program + " " + program + ".cpp");
  bool curve = playground.settings().mode == "curve";
  for (auto [x1, x2] : {std::pair(1.5, -2.0), std::pair(-0.3, 4.0)}) {
    double z = sum(x1, x2);
    std::string said =
        output_of(program + " " + std::to_string(x1) + (curve ? "" : " " + std::to_string(x2)));
    if (playground.state().classes.size() == 2) {
      double chance = 1 / (1 + std::exp(-std::abs(z)));
      EXPECT_EQ(said.substr(0, said.find(' ')), playground.state().classes[z > 0]);
      EXPECT_NEAR(std::stod(said.substr(said.find(' '))), chance, 1e-4);
    } else if (playground.state().classes.empty()) {
      EXPECT_NEAR(std::stod(said), z, 1e-4 * std::max(1.0, std::abs(z)));
    } else {
      std::vector<double> scores = playground.probe(x1, x2, std::nullopt).layers.back().sums;
      auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
      EXPECT_EQ(said.substr(0, said.find(' ')), playground.state().classes[std::size_t(best)]);
    }
  }
}

TEST_P(Exports, AnOnnxModelWithTheSameNumbers) {
  write(folder.path() / "playground.onnx", playground.export_as("onnx"));
  train::Net net = recipe::net_of(onnx::read_model((folder.path() / "playground.onnx").string()).value());
  ParameterStore store;
  Program program =
      Program::inference(store, [&](Graph& graph) { graph.fetch("output", net(graph.feed("input"))); });
  bool curve = playground.settings().mode == "curve";
  Tensor place(DType::f32, {1, curve ? 1 : 2});
  place.set(0, 1.5);
  if (!curve) place.set(1, -2);
  double z = sum(1.5, -2);
  EXPECT_NEAR(program.run({{"input", place}})["output"].at(0), z, 1e-5 * std::max(1.0, std::abs(z)));
}

TEST_P(Exports, ARecipeThatLearnsTheSameBits) {
  std::string text = playground.export_as("recipe").bytes;
  recipe::Recipe recipe = recipe::parse_recipe(text, "playground.toml").value();
  train::DataSets data = recipe::open_data(recipe);
  ParameterStore store(std::uint64_t(recipe.seed));
  train::Trainer trainer(store, recipe::make_net(recipe, *data.train), data, recipe::trainer_config(recipe));
  trainer.run();
  Playground again;
  again.edit(GetParam());
  again.reset();  // or weights of the network before would stay
  again.step("epoch", 3);
  std::size_t compared = 0;
  std::vector<LayerShape> layers = again.state().layers;
  for (const Blob& blob : again.picture({}).blobs) {
    if (!blob.name.starts_with("weight.")) continue;
    const LayerShape& layer = layers[std::size_t(std::stoi(blob.name.substr(7)))];
    const Tensor& weight = store.find(layer.path + ".weight")->value;
    ASSERT_EQ(weight.bytes(), blob.bytes.size());
    EXPECT_EQ(std::memcmp(weight.raw(), blob.bytes.data(), blob.bytes.size()), 0) << layer.path;
    ++compared;
  }
  EXPECT_EQ(compared, layers.size() - 1);
}

TEST_P(Exports, ALineForTheShell) {
  write(folder.path() / "playground.sh", playground.export_as("command"));
  std::string said =
      output_of("cd " + folder.path().string() + " && PATH=" PERCEPT_BINARY_DIR ":$PATH sh playground.sh");
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "runs/playground-1/best.safetensors")) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Playgrounds, Exports,
    testing::Values(
        R"({"stop.epochs": 3})",
        R"j({"stop.epochs": 3, "features": ["x1", "x2^2", "sin(x1)*x2", "-exp(-x1/3)+2"], "data.set": "spiral", "data.noise": 0.1,
             "layers": [{"units": 5, "activation": "relu"}, {"units": 4, "activation": "gelu", "skip": [0]}]})j",
        R"({"stop.epochs": 3, "layers": [{"units": 3, "batch_norm": true, "activation": "selu"}, {"units": 3, "activation": "mish"}]})",
        R"({"stop.epochs": 3, "data.set": "petals", "optimizer.name": "adam", "l2": 0.001})",
        R"({"stop.epochs": 3, "schedule.name": "one_cycle", "features": ["x1", "--x2"]})",
        R"({"stop.epochs": 3, "mode": "curve", "features": ["x", "x1^2"], "layers": [{"units": 6, "activation": "softplus"}]})"));

}  // namespace
}  // namespace percept::lab
