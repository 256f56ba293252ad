// The chain rule over whole graphs: random ones, deep ones, and those that cannot be differentiated.
#include "autograd/random_graph.hpp"

#include <gtest/gtest.h>

#include "percept/autograd/differentiate.hpp"
#include "percept/runtime/check_gradients.hpp"
#include "percept/runtime/interpreter.hpp"

namespace percept::proof {
namespace {

TEST(RandomGraphs, HaveTheGradientOfCentralDifferences) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Graph graph;
    ParameterStore store;
    RandomGraph random(graph, seed);
    for (const GradientCheck& check : check_gradients(random.loss, random.leaves, random_feeds(seed), store))
      EXPECT_LE(check.max_relative_error, 1e-6) << "seed " << seed << ", " << check.name << "\n"
                                                << to_string(graph);
  }
}

TEST(RandomGraphs, HaveTheSecondDerivativeOfCentralDifferences) {
  for (std::uint64_t seed = 100; seed < 115; ++seed) {
    Graph graph;
    ParameterStore store;
    RandomGraph random(graph, seed, 6);
    Value along = graph.constant(Tensor::scalar(0.0f));
    for (Value gradient : differentiate(random.loss, random.leaves))
      along = along + reduce_sum(gradient * gradient);
    for (const GradientCheck& check : check_gradients(along, random.leaves, random_feeds(seed), store))
      EXPECT_LE(check.max_relative_error, 1e-6) << "seed " << seed << ", " << check.name;
  }
}

TEST(Differentiate, ADeepChain) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f64, {}}), y = x;
  for (int i = 0; i < 10000; ++i) y = y + x;
  graph.fetch("y", y), graph.fetch("gradient", differentiate(y, {x})[0]);
  Fetches out = Interpreter(graph, store).run({{"x", Tensor::scalar(0.5)}});
  EXPECT_EQ(out.number("y"), 5000.5);
  EXPECT_EQ(out.number("gradient"), 10001);
}

TEST(Differentiate, MarksItsNodesAsBackwardWithThePathOfTheForward) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {3}}), loss;
  {
    Graph::Scope scope(graph, "layer");
    loss = reduce_sum(tanh(x));
  }
  std::size_t forward = graph.nodes().size();
  differentiate(loss, {x});
  EXPECT_GT(graph.nodes().size(), forward);
  for (const Node& node : graph.nodes()) {
    if (is_leaf(node)) continue;
    EXPECT_EQ(node.backward, std::size_t(node.id) >= forward) << node.op->name;
    EXPECT_EQ(node.path, "layer") << node.op->name;
  }
  EXPECT_EQ(graph.path(), "");
}

TEST(Differentiate, SaysWhatCannotBeDifferentiated) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {3}});
  try {
    differentiate(x, {x});
    FAIL() << "three numbers are not a loss";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "autograd.loss");
    EXPECT_NE(error.problem().where.find("random_graph_test.cpp"), std::string::npos);
  }
}

// Whole numbers stop the gradient: what only leads through them has gradient zero, and is no error.
TEST(Differentiate, StopsAtWholeNumbers) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {3}});
  Value loss = reduce_sum(cast(argmax(x), DType::f32) * x);
  graph.fetch("gradient", differentiate(loss, {x})[0]);
  Fetches out = Interpreter(graph, store).run({{"x", Tensor::from<float>({3}, {1, 2, 5})}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(out["gradient"].at(i), 2);
}

}  // namespace
}  // namespace percept::proof
