// What goes in and what comes out: fallbacks, missing and wrong feeds, fetches that were not asked for, and
// who a value is: its path, wherever its node stands.
#include "percept/runtime/feeds.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

/// The code of the Error that f throws, with its place.
Problem problem_of(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.problem();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

class Run : public testing::TestWithParam<bool> {
 protected:
  Fetches run(Graph& graph, const Feeds& feeds) {
    if (GetParam()) return Interpreter(graph, store).run(feeds);
    return Plan(graph, store).run(feeds);
  }
  ParameterStore store;
};

TEST_P(Run, TakesTheFallbackOfAScalarThatIsNotFed) {
  Graph graph;
  graph.fetch("y", graph.scalar("rate", 0.5) * graph.feed("x", {DType::f32, {}}));
  EXPECT_EQ(run(graph, {{"x", 4.0}}).number("y"), 2);
  EXPECT_EQ(run(graph, {{"x", 4.0}, {"rate", 2.0}}).number("y"), 8);
}

TEST_P(Run, SaysWhichFeedIsMissing) {
  Graph graph;
  graph.fetch("y", exp(graph.feed("image", {DType::f32, {2}})));
  Problem problem = problem_of([&] { run(graph, {}); });
  EXPECT_EQ(problem.code(), "runtime.feed_missing");
  EXPECT_NE(problem.where.find("tests/runtime/feeds_test.cpp:"), std::string::npos);
}

TEST_P(Run, SaysWhichFeedIsOfAnotherType) {
  Graph graph;
  graph.fetch("y", exp(graph.feed("image", {DType::f32, {2}})));
  for (const Tensor& wrong :
       {Tensor::zeros(DType::f32, {3}), Tensor::zeros(DType::f64, {2}), Tensor::zeros(DType::f32, {2, 1})})
    EXPECT_EQ(problem_of([&] { run(graph, {{"image", wrong}}); }).code(), "runtime.feed_type");
}

TEST_P(Run, IgnoresAFeedThatNobodyReads) {
  Graph graph;
  graph.fetch("y", exp(graph.feed("x", {DType::f32, {}})));
  EXPECT_EQ(run(graph, {{"x", 0.0}, {"other", 1.0}}).number("y"), 1);
}

TEST_P(Run, SaysWhatWasFetched) {
  Graph graph;
  graph.fetch("y", graph.constant(Tensor::scalar(1.0f)));
  Fetches out = run(graph, {});
  EXPECT_EQ(problem_of([&] { out["z"]; }).code(), "runtime.no_fetch");
}

TEST_P(Run, FetchesALeaf) {
  Graph graph;
  Value p = graph.parameter({.path = "p", .type = {DType::f32, {2}}, .initialize = nn::constant(3)});
  graph.fetch("parameter", p);
  graph.fetch("feed", graph.feed("x", {DType::f32, {2}}));
  graph.fetch("constant", graph.constant(Tensor::scalar(5.0f)));
  graph.fetch("view", reshape(p, {1, 2}));
  Fetches out = run(graph, {{"x", Tensor::from<float>({2}, {7, 8})}});
  EXPECT_EQ(out["parameter"].at(1), 3);
  EXPECT_EQ(out["feed"].at(1), 8);
  EXPECT_EQ(out.number("constant"), 5);
  EXPECT_EQ(out["view"].shape(), (Shape{1, 2}));
}

// Rows of a larger tensor stand at any address.
TEST_P(Run, TakesRowsOfALargerTensor) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {3, 5}});
  graph.fetch("y", reduce_sum(tanh(x * 0.0) + x, {.axes = {1}}));
  Tensor whole(DType::f32, {7, 5});
  for (std::int64_t i = 0; i < whole.size(); ++i) whole.set(i, double(i));
  for (std::int64_t first = 0; first <= 4; ++first)
    EXPECT_EQ(run(graph, {{"x", whole.rows(first, first + 3)}})["y"].at(0), double(25 * first + 10));
}

INSTANTIATE_TEST_SUITE_P(All, Run, testing::Bool(),
                         [](const auto& info) { return info.param ? "Interpreter" : "Plan"; });

TEST(Graph, SaysWhatIsWrongWithFeedsAndAssigns) {
  Graph graph;
  graph.offer("image", {DType::f32, {2}});
  EXPECT_EQ(problem_of([&] { graph.feed("imaeg"); }).code(), "graph.no_feed");
  graph.feed("image");
  EXPECT_EQ(problem_of([&] { graph.feed("image", {DType::f32, {3}}); }).code(), "graph.feed_differs");
  Value p = graph.parameter({.path = "p", .type = {DType::f32, {2}}});
  EXPECT_EQ(problem_of([&] {
              graph.parameter({.path = "p", .type = {DType::f32, {3}}});
            }).code(),
            "graph.parameter_differs");
  EXPECT_EQ(problem_of([&] { graph.assign(graph.feed("image"), p); }).code(), "graph.assign_target");
  EXPECT_EQ(problem_of([&] { graph.assign(p, exp(reshape(p, {1, 2}))); }).code(), "graph.assign_type");
  graph.assign(p, exp(p));
  EXPECT_EQ(problem_of([&] { graph.assign(p, tanh(p)); }).code(), "graph.assign_twice");
  Graph other;
  EXPECT_EQ(problem_of([&] { add(p, other.constant(Tensor::zeros(DType::f32, {2}))); }).code(),
            "graph.other_graph");
}

TEST(Graph, PathsNest) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {}});
  {
    Graph::Scope outer(graph, "features");
    {
      Graph::Scope inner(graph, "0");
      EXPECT_EQ(exp(x).node().path, "features.0");
      EXPECT_EQ(graph.path_to("weight"), "features.0.weight");
    }
    {
      Graph::Scope unnamed(graph, "");
      EXPECT_EQ(exp(x).node().path, "features");
    }
  }
  EXPECT_EQ(exp(x).node().path, "");
}

TEST(Store, InitialValuesDependOnSeedAndPathAlone) {
  auto values = [](std::uint64_t seed, std::vector<std::string> paths) {
    ParameterStore store(seed);
    for (const std::string& path : paths)
      store.ensure({.path = path, .type = {DType::f32, {50}}, .initialize = nn::normal(1)});
    return store.snapshot();
  };
  auto one = values(1, {"a", "b"}), turned = values(1, {"b", "c", "a"}), other = values(2, {"a", "b"});
  for (const char* path : {"a", "b"})
    for (int i = 0; i < 50; ++i) EXPECT_EQ(one.at(path).at(i), turned.at(path).at(i)) << path;
  EXPECT_NE(one.at("a").at(0), one.at("b").at(0));
  EXPECT_NE(one.at("a").at(0), other.at("a").at(0));
}

TEST(Store, RefusesWhatIsNotTheParametersType) {
  ParameterStore store;
  Parameter p{.path = "p", .type = {DType::f32, {2}}};
  store.ensure(p);
  EXPECT_EQ(problem_of([&] { store.set("q", Tensor::zeros(DType::f32, {2})); }).code(),
            "runtime.no_parameter");
  EXPECT_EQ(problem_of([&] { store.set("p", Tensor::zeros(DType::f32, {3})); }).code(),
            "runtime.parameter_type");
  EXPECT_EQ(problem_of([&] { store.set("p", Tensor::zeros(DType::f64, {2})); }).code(),
            "runtime.parameter_type");
  p.type.shape = {3};
  EXPECT_EQ(problem_of([&] { store.ensure(p); }).code(), "graph.parameter_differs");
}

}  // namespace
}  // namespace percept::proof
