// Descents worked out by hand, with the optimiser of the library.
#include <gtest/gtest.h>

#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/optimizers.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept {
namespace {

Initializer start_at(std::vector<double> values) {
  return [values](Tensor& tensor, const RandomStream&) {
    for (std::size_t i = 0; i < values.size(); ++i) tensor.set(std::int64_t(i), values[i]);
  };
}

Value number(Graph& graph, const std::string& path, double start) {
  return graph.parameter({.path = path, .type = {DType::f64, {}}, .initialize = start_at({start})});
}

/// Steps of an optimiser on a function of one number, from a start; the places after every step.
std::vector<double> descend(Value (*f)(Value), double start, int steps, const optim::AnyConfig& config) {
  Graph graph;
  ParameterStore store;
  optim::make_optimizer(config)->minimize(f(number(graph, "x", start)));
  Plan plan(graph, store, {.backend = Backend::reference});
  std::vector<double> places;
  for (int i = 0; i < steps; ++i) {
    plan.run({});
    places.push_back(store.find("x")->value.item());
  }
  return places;
}

// A slope of 3 takes theta from 5 to 2, a slope of -1 from 2 to 3. The slope is that of fed * theta.
TEST(Descent, FollowsTheSlopeDownhill) {
  Graph graph;
  ParameterStore store;
  Value theta = number(graph, "theta", 5);
  optim::Sgd({.lr = 1}).minimize(theta * graph.feed("slope", {DType::f64, {}}));
  Interpreter interpreter(graph, store);
  interpreter.run({{"slope", Tensor::scalar(3.0)}});
  EXPECT_EQ(store.find("theta")->value.item(), 2);
  interpreter.run({{"slope", Tensor::scalar(-1.0)}});
  EXPECT_EQ(store.find("theta")->value.item(), 3);
}

void expect_places(const std::vector<double>& golden, const optim::AnyConfig& config) {
  auto places = descend([](Value x) { return x * x / 2.0; }, 1, int(golden.size()), config);
  for (std::size_t i = 0; i < golden.size(); ++i)
    EXPECT_NEAR(places[i], golden[i], 1e-7) << i;  // rates are f32
}

TEST(Descent, HeavyBall) {
  expect_places({.9, .72, .486, .2268, -.02916, -.256608}, optim::SgdConfig{.lr = 0.1, .momentum = 0.9});
}

TEST(Descent, Nesterov) {
  expect_places({.81, .5751, .327321, .09388791, -.104581684, -.254883887},
                optim::SgdConfig{.lr = 0.1, .momentum = 0.9, .nesterov = true});
}

TEST(Descent, Adam) {
  expect_places({.900000001, .80041223, .701586275, .603939063, .507963662, .414236459},
                optim::AdamConfig{.lr = 0.1});
}

// x^4/4 - x^2/2 + x/10 has a shallow minimum at 0.9456 and a deep one at -1.0467; enough momentum rolls over.
TEST(Descent, MomentumEscapesTheShallowMinimum) {
  auto ends_at = [](double rate, double momentum) {
    auto f = [](Value x) { return x * x * x * x / 4.0 - x * x / 2.0 + x / 10.0; };
    return descend(f, 1.5, 2000, optim::SgdConfig{.lr = rate, .momentum = momentum}).back();
  };
  for (double momentum : {0.0, 0.5, 0.8, 0.9})
    EXPECT_NEAR(ends_at(0.05, momentum), 0.94564927, 1e-7) << momentum;
  EXPECT_NEAR(ends_at(0.05, 0.95), -1.04668053, 1e-7);
  EXPECT_NEAR(ends_at(0.1, 0.9), -1.04668053, 1e-7);
}

TEST(Descent, WeightDecayAddsItsShareToTheGradient) {
  auto places =
      descend([](Value x) { return x * 0.0; }, 1, 2, optim::SgdConfig{.lr = 0.5, .weight_decay = 0.5});
  EXPECT_DOUBLE_EQ(places[0], 0.75);
  EXPECT_DOUBLE_EQ(places[1], 0.5625);
}

// The gradient of softmax followed by cross-entropy is p - y, over the number of rows.
TEST(Identity, SoftmaxAndCrossEntropyGivePMinusY) {
  Graph graph;
  ParameterStore store;
  Value scores = graph.feed("scores", {DType::f64, {2, 3}}), labels = graph.feed("labels", {DType::i64, {2}});
  Value p = softmax(scores), y = one_hot(labels, 3, DType::f64);
  graph.fetch("gradient", differentiate(nn::cross_entropy(scores, labels), {scores})[0]);
  graph.fetch("p - y", (p - y) / 2.0);
  Fetches out = Interpreter(graph, store)
                    .run({{"scores", Tensor::from<double>({2, 3}, {1, 2, 3, -1, 0.5, 0})},
                          {"labels", Tensor::from<std::int64_t>({2}, {2, 0})}});
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(out["gradient"].at(i), out["p - y"].at(i), 1e-15) << i;
}

TEST(Identity, SecondAndThirdDerivatives) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f64, {}});
  Value first = differentiate(x * x * x * x, {x})[0];
  Value second = differentiate(first, {x})[0], third = differentiate(second, {x})[0];
  graph.fetch("1", first), graph.fetch("2", second), graph.fetch("3", third);
  Fetches out = Interpreter(graph, store).run({{"x", Tensor::scalar(2.0)}});
  EXPECT_EQ(out.number("1"), 32);
  EXPECT_EQ(out.number("2"), 48);
  EXPECT_EQ(out.number("3"), 48);
}

TEST(Identity, WhatTheLossDoesNotDependOnHasZeroGradient) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {}}), other = graph.feed("other", {DType::f32, {2}});
  graph.fetch("gradient", differentiate(x * x, {other})[0]);
  Fetches out = Interpreter(graph, store).run({{"x", 3.0}, {"other", Tensor::zeros(DType::f32, {2})}});
  EXPECT_EQ(out["gradient"].at(0), 0);
  EXPECT_EQ(out["gradient"].shape(), Shape{2});
}

// A value used several times gets the sum of what comes back along each use.
TEST(Identity, UsesAddUp) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f64, {}});
  Value y = exp(x);
  graph.fetch("gradient", differentiate(y * y + y - x, {x})[0]);
  double e = std::exp(0.3);
  EXPECT_NEAR(Interpreter(graph, store).run({{"x", Tensor::scalar(0.3)}}).number("gradient"),
              2 * e * e + e - 1, 1e-14);
}

}  // namespace
}  // namespace percept
