// Layers and losses: what they compute, what their parameters are called and how they start.
#include "percept/nn/layers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "percept/nn/init.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/schedule.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::proof {
namespace {

double number(Graph& graph, Value value, const Feeds& feeds = {}) {
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset(feeds);
  return interpreter.value(value).item();
}

TEST(Loss, CrossEntropyOfKnownScores) {
  Graph graph;
  Value scores = graph.constant(Tensor::from<double>({1, 3}, {-2.85, .86, .28}));
  EXPECT_NEAR(number(graph, nn::cross_entropy(scores, graph.constant(Tensor::from<std::int64_t>({1}, {2})))),
              1.04019, 5e-6);
}

// Where nothing is known yet all classes are alike.
TEST(Loss, CrossEntropyStartsAtTheLogarithmOfTheClasses) {
  Graph graph;
  Value scores = graph.constant(Tensor::zeros(DType::f64, {7, 10}));
  Value labels = graph.constant(Tensor::from<std::int64_t>({7}, {0, 1, 2, 3, 4, 5, 9}));
  EXPECT_NEAR(number(graph, nn::cross_entropy(scores, labels)), 2.302585092994046, 1e-14);
}

TEST(Loss, CrossEntropyTakesAnyWholeNumbersAndAnyBatch) {
  Graph graph;
  Value scores = graph.constant(Tensor::from<float>({2, 2}, {0, 0, 0, 0}));
  for (DType type : {DType::u8, DType::i32, DType::i64})
    EXPECT_NEAR(number(graph, nn::cross_entropy(scores, graph.constant(Tensor::zeros(type, {2})))),
                std::log(2), 1e-6);
  Value none = graph.constant(Tensor::zeros(DType::f32, {0, 10}));
  EXPECT_EQ(number(graph, nn::cross_entropy(none, graph.constant(Tensor::zeros(DType::i64, {0})))), 0);
}

TEST(Loss, MeanSquaredError) {
  Graph graph;
  Value a = graph.constant(Tensor::from<float>({2, 2}, {1, 2, 3, 4})),
        b = graph.constant(Tensor::from<float>({2, 2}, {1, 0, 3, 2}));
  EXPECT_EQ(number(graph, nn::mean_squared_error(a, b)), 2);
}

TEST(Loss, AccuracyIsTheShareOfRightRows) {
  Graph graph;
  Value scores = graph.constant(Tensor::from<float>({4, 2}, {1, 0, 0, 1, 1, 0, 5, 5}));
  Value labels = graph.constant(Tensor::from<std::int64_t>({4}, {0, 0, 0, 1}));
  EXPECT_EQ(number(graph, nn::accuracy(scores, labels)), 0.5);  // equal scores: the first class counts
}

TEST(Layers, ParametersBearPyTorchsNames) {
  nn::Sequential features(nn::Conv2d({.out = 6, .kernel = 5}), nn::Relu(),
                          nn::Conv2d({.out = 16, .kernel = 5, .bias = false}));
  features.set_name("features");
  nn::Linear head({.out = 10});
  head.set_name("head");
  Graph graph;
  Value y = head(nn::Flatten()(features(graph.feed("image", {DType::f32, {2, 1, 12, 12}}))));
  EXPECT_EQ(y.shape(), (Shape{2, 10}));
  std::vector<std::string> names;
  for (Value parameter : graph.parameters())
    names.push_back(parameter.name() + " " + to_string(parameter.type()));
  EXPECT_EQ(names, (std::vector<std::string>{"features.0.weight f32[6, 1, 5, 5]", "features.0.bias f32[6]",
                                             "features.2.weight f32[16, 6, 5, 5]", "head.weight f32[10, 256]",
                                             "head.bias f32[10]"}));
}

TEST(Layers, OneModuleTwiceSharesItsParameters) {
  nn::Linear layer({.in = 3, .out = 3});
  layer.set_name("twice");
  Graph graph;
  layer(layer(graph.feed("x", {DType::f32, {1, 3}})));
  EXPECT_EQ(graph.parameters().size(), 2u);
}

TEST(Layers, InAnotherPrecision) {
  Graph graph;
  Value y = nn::Linear({.out = 2})(graph.feed("x", {DType::f64, {1, 3}}));
  EXPECT_EQ(y.dtype(), DType::f64);
  EXPECT_EQ(graph.parameters()[0].dtype(), DType::f64);
}

TEST(Init, StaysWithinTheBoundAndFillsIt) {
  Tensor tensor(DType::f32, {1000});
  nn::fan_in_uniform(25)(tensor, RandomStream(0, "weight"));
  double low = 0, high = 0, sum = 0;
  for (float x : tensor.data<float>())
    low = std::min<double>(low, x), high = std::max<double>(high, x), sum += x;
  EXPECT_GE(low, -0.2);
  EXPECT_LE(high, 0.2);
  EXPECT_LT(low, -0.19);
  EXPECT_GT(high, 0.19);
  EXPECT_NEAR(sum / 1000, 0, 0.015);
}

TEST(Schedule, CosineGoesFromOneToZero) {
  EXPECT_EQ(optim::cosine_schedule(0, 100), 1);
  EXPECT_NEAR(optim::cosine_schedule(50, 100), 0.5, 1e-15);
  EXPECT_NEAR(optim::cosine_schedule(100, 100), 0, 1e-15);
}

}  // namespace
}  // namespace percept::proof
