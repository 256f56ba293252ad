// Tiny networks: a training step is one step of the plan, and learns as the interpreter does.
#include <gtest/gtest.h>

#include "ops/compare.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

nn::Sequential tiny() {
  return nn::Sequential(nn::Linear({.in = 2, .out = 4}), nn::Tanh(), nn::Linear({.in = 4, .out = 2}),
                        nn::Tanh(), nn::Linear({.in = 2, .out = 1}), nn::Tanh());
}

auto fitting(const nn::Sequential& network) {
  return [network](Graph& graph) {
    Value loss = nn::mean_squared_error(network(graph.feed("point")), graph.feed("label"));
    graph.fetch("loss", loss);
    optim::Sgd({.lr = 0.1, .momentum = 0.9}).minimize(loss);
  };
}

Feeds points(std::int64_t count, int batch) {
  Tensor point(DType::f32, {count, 2}), label(DType::f32, {count, 1});
  for (std::int64_t i = 0; i < count; ++i) {
    double x = 2 * formula_uniform("x", std::uint32_t(batch * count + i)) - 1;
    double y = 2 * formula_uniform("y", std::uint32_t(batch * count + i)) - 1;
    point.set(2 * i, x), point.set(2 * i + 1, y), label.set(i, x * y > 0 ? 1 : -1);
  }
  return {{"point", point}, {"label", label}};
}

TEST(TinyNetwork, TrainsInOneStepOfThePlan) {
  ParameterStore store;
  Program program(store, fitting(tiny()));
  std::vector<PlanStep> steps = program.plan(points(10, 0)).steps();
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].kernel, "native:small");
}

TEST(TinyNetwork, LearnsAsTheInterpreterDoes) {
  for (std::int64_t count : {1, 10, 16, 37}) {
    SCOPED_TRACE(count);
    ParameterStore store, expected_store;
    Program program(store, fitting(tiny()));
    std::unique_ptr<Graph> graph = program.trace(points(count, 0));
    Interpreter interpreter(*graph, expected_store);
    for (int i = 0; i < 20; ++i) {
      double expected = interpreter.run(points(count, i))["loss"].item();
      EXPECT_NEAR(program.run(points(count, i)).number("loss"), expected, 1e-5) << i;
    }
    for (const auto& [path, entry] : store.entries()) {
      EXPECT_LE(relative_error(entry.value, expected_store.find(path)->value), 1e-4) << path;
      EXPECT_EQ(entry.version, 21u) << path;
    }
  }
}

TEST(TinyNetwork, SeveralLearnSideBySide) {
  std::vector<nn::Sequential> networks = {tiny(), tiny(), tiny()};
  ParameterStore together(1), alone(1);
  auto trace = [&](Graph& graph, int i) {
    Graph::Scope scope(graph, "net" + std::to_string(i));
    Value loss = nn::mean_squared_error(networks[std::size_t(i)](graph.feed("point")), graph.feed("label"));
    graph.fetch("loss" + std::to_string(i), loss);
    return loss;
  };
  Program all(together, [&](Graph& graph) {
    Value sum = trace(graph, 0) + trace(graph, 1) + trace(graph, 2);
    optim::Sgd({.lr = 0.1}).minimize(sum);
  });
  Program second(alone, [&](Graph& graph) { optim::Sgd({.lr = 0.1}).minimize(trace(graph, 1)); });
  EXPECT_EQ(all.plan(points(10, 0)).steps().size(), 1u);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(all.run(points(10, i)).number("loss1"), second.run(points(10, i)).number("loss1")) << i;
}

// What is drawn into one step is told apart in no other plan: mixed precision rounds factors as it says.
TEST(TinyNetwork, OfMixedPrecisionKeepsItsKernels) {
  ParameterStore store;
  Program program(store, fitting(tiny()), {.plan = {.precision = Precision::mixed}});
  for (const PlanStep& step : program.plan(points(10, 0)).steps()) EXPECT_NE(step.kernel, "native:small");
}

}  // namespace
}  // namespace percept::proof
