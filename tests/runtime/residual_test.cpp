// A residual network through plans: the interpreter's values, on fast kernels throughout, without conversions
// of images between them.
#include <gtest/gtest.h>

#include <algorithm>

#include "ops/compare.hpp"
#include "percept/kernels/isa.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

nn::ModulePtr block(std::int64_t in, std::int64_t out, std::int64_t stride) {
  nn::Sequential body(nn::Conv2d{{.in = in, .out = out, .kernel = 3, .stride = stride, .padding = 1}},
                      nn::BatchNorm{}, nn::Relu{},
                      nn::Conv2d{{.in = out, .out = out, .kernel = 3, .padding = 1}}, nn::BatchNorm{});
  if (stride == 1) return nn::shared(nn::Residual(std::move(body)));
  return nn::shared(
      nn::Residual(std::move(body), nn::Conv2d{{.in = in, .out = out, .kernel = 1, .stride = stride}}));
}

nn::Sequential resnet() {
  std::vector<nn::ModulePtr> layers = {
      nn::shared(nn::Conv2d{{.in = 3, .out = 16, .kernel = 3, .padding = 1}}),
      nn::shared(nn::BatchNorm{}),
      nn::shared(nn::Relu{}),
      block(16, 16, 1),
      nn::shared(nn::Relu{}),
      block(16, 32, 2),
      nn::shared(nn::Relu{}),
      nn::shared(nn::GlobalAveragePool{}),
      nn::shared(nn::Flatten{}),
      nn::shared(nn::Linear{{.in = 32, .out = 10}})};
  return nn::Sequential(std::move(layers));
}

Feeds images(std::int64_t batch, int step) {
  Tensor images(DType::f32, {batch, 3, 12, 12}), labels(DType::i64, {batch});
  std::string name = "images " + std::to_string(step);
  for (std::int64_t i = 0; i < images.size(); ++i) images.set(i, formula_uniform(name, std::uint32_t(i)));
  for (std::int64_t i = 0; i < batch; ++i) labels.set(i, double(i % 10));
  return {{"image", images}, {"label", labels}};
}

TEST(Residual, TrainsAsTheInterpreterDoes) {
  ParameterStore planned, interpreted;
  Program program(planned, training(resnet(), {.lr = 0.05, .momentum = 0.9}));
  std::unique_ptr<Graph> graph = program.trace(images(8, 0));
  Interpreter interpreter(*graph, interpreted);
  for (int step = 0; step < 4; ++step) {
    double loss = program.run(images(8, step))["loss"].item();
    EXPECT_NEAR(loss, interpreter.run(images(8, step))["loss"].item(), 2e-4) << "step " << step;
  }
  for (const auto& [path, entry] : interpreted.entries())
    if (path.find("running") != path.npos)
      EXPECT_LE(relative_error(planned.find(path)->value, entry.value), 1e-3) << path;
}

TEST(Residual, PredictsAsTheInterpreterDoes) {
  ParameterStore store;
  Program train(store, training(resnet())), predict = Program::inference(store, prediction(resnet()));
  train.run(images(8, 0));
  Feeds feeds = {{"image", *images(5, 1).find("image")}};
  std::unique_ptr<Graph> graph = predict.trace(feeds);
  Fetches expected = Interpreter(*graph, store).run(feeds);
  EXPECT_LE(relative_error(predict.run(feeds)["scores"], expected["scores"]), 1e-5);
}

// Large results come from fast kernels, and images of the first size are never converted.
void expect_fast(Plan& plan) {
  int conversions = 0;
  for (const PlanStep& step : plan.steps()) {
    bool image =
        step.outputs[0].starts_with("f32[64,") && step.outputs[0].find("12, 12]") != std::string::npos;
    if (image) EXPECT_NE(step.kernel, "reference") << step.op << " " << step.path;
    conversions += image && step.op == "reorder";
  }
  EXPECT_EQ(conversions, 0);
}

// With oneDNN, and where its blocks of channels are those of Winograd's kernels: with AVX2 they are of 8 and
// these of 16, and images are converted between the two.
bool has_blocks() {
  std::vector<KernelCandidate> candidates = candidates_for("conv2d");
  return isa_name() == "avx512" &&
         std::any_of(candidates.begin(), candidates.end(), [](auto& c) { return c.name == "onednn:conv2d"; });
}

TEST(Residual, RunsOnFastKernels) {
  if (!has_blocks()) GTEST_SKIP() << "no convolutions in blocks of channels here";
  ParameterStore store;
  Program train(store, training(resnet())), predict = Program::inference(store, prediction(resnet()));
  expect_fast(train.plan(images(64, 0)));
  expect_fast(predict.plan({{"image", *images(64, 0).find("image")}}));
}

TEST(Plan, GivesTheIndicesOfBlockedImages) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {2, 16, 6, 6}}), w = graph.feed("w", {DType::f32, {16, 16, 3, 3}});
  auto [y, indices] = max_pool2d(conv2d(x, w, Value(), {.padding = 1}), {.kernel = 2});
  graph.fetch("y", y);
  graph.fetch("indices", indices);
  Feeds feeds;
  for (Value leaf : {x, w}) {
    Tensor& tensor = feeds[leaf.name()] = Tensor(DType::f32, leaf.shape());
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      tensor.set(i, formula_uniform(leaf.name(), std::uint32_t(i)) - 0.5);
  }
  Fetches expected = Interpreter(graph, store).run(feeds);
  Plan plan(graph, store);
  EXPECT_TRUE(same_bits(plan.run(feeds)["indices"], expected["indices"]));
}

}  // namespace
}  // namespace percept::proof
