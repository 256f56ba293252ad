// Kernels out of files of weights: LeNet's own, and files that hold none, too large ones or no numbers.
#include "percept/lab/learned_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "percept/io/safetensors.hpp"
#include "percept/recipe/training.hpp"
#include "percept/train/onnx_file.hpp"
#include "percept/train/runs.hpp"

namespace percept::lab {
namespace {

namespace fs = std::filesystem;
using Weights = std::map<std::string, Tensor>;

std::string problem_of(const Result<std::vector<KernelLayer>>& layers) {
  return layers ? "none" : layers.problem().code();
}

std::vector<std::string> paths_of(const Weights& weights) {
  std::vector<std::string> paths;
  for (const KernelLayer& layer : kernel_layers(weights, "weights").value()) paths.push_back(layer.path);
  return paths;
}

TEST(LearnedKernels, ComeInTheOrderOfTheirPathsWithTheirBiases) {
  Weights weights = {{"10.weight", Tensor::full(DType::f32, {2, 1, 3, 3}, 0.5)},
                     {"2.weight", Tensor::full(DType::f64, {4, 3, 15, 1}, -1)},
                     {"2.bias", Tensor::full(DType::f32, {4}, 0.25)},
                     {"10.bias", Tensor::full(DType::f32, {3}, 0.25)},
                     {"3.weight", Tensor::full(DType::f32, {10, 784}, 1)},
                     {"4.weight", Tensor::full(DType::f32, {1, 1, 16, 3}, 1)},
                     {"steps", Tensor::full(DType::i64, {1, 1, 3, 3}, 1)}};
  EXPECT_EQ(paths_of(weights), (std::vector<std::string>{"2", "10"}));
  std::vector<KernelLayer> layers = kernel_layers(weights, "weights").value();
  EXPECT_EQ(layers[0].weight.dtype(), DType::f32);
  EXPECT_EQ(layers[0].weight.at(0), -1);
  EXPECT_EQ(layers[0].bias.at(3), 0.25);
  EXPECT_EQ(layers[1].bias.at(1), 0) << "a bias of another size is none of the filters'";
}

TEST(LearnedKernels, RefusesWhatIsNoKernel) {
  EXPECT_EQ(problem_of(kernel_layers({}, "empty")), "lab.kernels.none");
  EXPECT_EQ(problem_of(kernel_layers({{"a.weight", Tensor(DType::f32, {0, 1, 3, 3})}}, "empty")),
            "lab.kernels.none");
  EXPECT_EQ(
      problem_of(kernel_layers({{"a.weight", Tensor::full(DType::f32, {2048, 2049, 1, 1}, 0)}}, "large")),
      "lab.kernels.none");
  for (double number : {std::nan(""), double(INFINITY), 2e9})
    EXPECT_EQ(
        problem_of(kernel_layers({{"a.weight", Tensor::full(DType::f32, {1, 1, 3, 3}, number)}}, "bad")),
        "lab.kernels.number");
  std::string text = "no weights at all";
  EXPECT_NE(problem_of(parse_kernel_layers(std::as_bytes(std::span(text)), "a.safetensors")), "none");
  EXPECT_NE(problem_of(parse_kernel_layers(std::as_bytes(std::span(text)), "a.onnx")), "none");
  EXPECT_NE(problem_of(parse_kernel_layers({}, "a.onnx")), "none");
}

// sum of (x / 255 - mean) / deviation w + b over two channels of two pixels, by hand.
TEST(LearnedKernels, SeePixelsAsTheNetworkSawThem) {
  KernelLayer layer{"conv", Tensor(DType::f32, {1, 2, 1, 2}), Tensor(DType::f32, {1})};
  const double w[] = {0.5, -2, 3, 1}, x[] = {255, 51, 0, 102}, mean[] = {0.5, 0.1}, deviation[] = {0.25, 2},
               b = 0.7;
  for (std::int64_t i = 0; i < 4; ++i) layer.weight.set(i, w[i]);
  layer.bias.set(0, b);
  double want = b;
  for (std::size_t i = 0; i < 4; ++i) want += w[i] * (x[i] / 255 - mean[i / 2]) / deviation[i / 2];
  KernelLayer made = for_pixels(layer, {.mean = {0.5f, 0.1f}, .deviation = {0.25f, 2.0f}});
  double have = made.bias.at(0);
  for (std::int64_t i = 0; i < 4; ++i) have += made.weight.at(i) * x[i];
  EXPECT_NEAR(have / 255, want, 1e-5);
  EXPECT_EQ(layer.weight.at(0), 0.5);  // the layer itself stays
  // A channel that is everywhere alike is only centred.
  EXPECT_EQ(for_pixels(layer, {.mean = {0, 0}, .deviation = {0, 1}}).weight.at(0), 0.5);
}

TEST(LearnedKernels, ComeFromARunAndFromItsOnnx) {
  fs::path folder = fs::temp_directory_path() / ("percept_kernels_" + std::to_string(::getpid()));
  fs::remove_all(folder);
  EXPECT_TRUE(runs_with_weights(folder).empty());
  recipe::Recipe recipe = recipe::load_recipe("lenet", {"train.epochs=1", "data.limit=64"}).value();
  recipe::TrainResult result = recipe::train_recipe(recipe, {.runs = folder});
  fs::path run = result.start.run;
  EXPECT_EQ(runs_with_weights(folder), std::vector<std::string>{run.filename().string()});

  std::vector<KernelLayer> layers = read_kernel_layers(run).value();
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[0].weight.shape(), Shape({6, 1, 5, 5}));
  EXPECT_EQ(layers[1].weight.shape(), Shape({16, 6, 5, 5}));
  std::ifstream file(run / "model.onnx", std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  std::vector<KernelLayer> again = parse_kernel_layers(std::as_bytes(std::span(bytes)), "model.onnx").value();
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].weight.shape(), layers[0].weight.shape());
  // An ONNX file does not say how its pictures were normalised; a run does.
  KernelLayer first = for_pixels(again[0], train::read_card(run).value().normalization);
  for (std::int64_t i = 0; i < first.weight.size(); ++i)
    EXPECT_EQ(first.weight.at(i), layers[0].weight.at(i));
  EXPECT_EQ(first.bias.at(3), layers[0].bias.at(3));
  EXPECT_EQ(again[1].bias.at(5), layers[1].bias.at(5));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace percept::lab
