// Assigns are the only mutation: every read of a run sees the values before it, and all assigns commit
// together. The same is expected of the interpreter and of plans on either backend.
#include <gtest/gtest.h>

#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

constexpr std::int64_t kSize = 70;  // more than a vector, and no multiple of one

Value ramp(Graph& graph, const std::string& path, double start) {
  return graph.parameter({.path = path,
                          .type = {DType::f32, {kSize}},
                          .initialize = [start](Tensor& tensor, const RandomStream&) {
                            for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, start + double(i));
                          }});
}

enum class Runner { interpreter, reference, best, best_without_passes };

class Assign : public testing::TestWithParam<Runner> {
 protected:
  /// Runs the graph once.
  Fetches run(Graph& graph, Feeds feeds = {}) {
    if (GetParam() == Runner::interpreter) return Interpreter(graph, store).run(std::move(feeds));
    Plan plan(graph, store,
              {.backend = GetParam() == Runner::reference ? Backend::reference : Backend::best,
               .optimise = GetParam() != Runner::best_without_passes});
    Fetches copies;
    for (const auto& [name, tensor] : plan.run(feeds).tensors()) copies.set(name, tensor.clone());
    return copies;
  }
  double first(const std::string& path) { return store.find(path)->value.at(0); }
  double last(const std::string& path) { return store.find(path)->value.at(kSize - 1); }

  ParameterStore store;
};

TEST_P(Assign, ChangesTheParameterAndItsVersion) {
  Graph graph;
  Value a = ramp(graph, "a", 1);
  graph.assign(a, a * 2.0);
  std::uint64_t before = store.ensure(graph.parameter_of(a)).version;
  run(graph);
  EXPECT_EQ(first("a"), 2);
  EXPECT_EQ(last("a"), 2.0 * kSize);
  EXPECT_EQ(store.find("a")->version, before + 1);
}

TEST_P(Assign, SwapsTwoParameters) {
  Graph graph;
  Value a = ramp(graph, "a", 1), b = ramp(graph, "b", 100);
  graph.assign(a, b);
  graph.assign(b, a);
  run(graph);
  EXPECT_EQ(first("a"), 100);
  EXPECT_EQ(first("b"), 1);
  EXPECT_EQ(last("b"), kSize);
}

TEST_P(Assign, RotatesThreeParametersWithArithmetic) {
  Graph graph;
  Value a = ramp(graph, "a", 1), b = ramp(graph, "b", 100), c = ramp(graph, "c", 1000);
  graph.assign(a, b + 1.0);
  graph.assign(b, c * 2.0);
  graph.assign(c, -a);
  run(graph);
  EXPECT_EQ(first("a"), 101);
  EXPECT_EQ(first("b"), 2000);
  EXPECT_EQ(first("c"), -1);
}

TEST_P(Assign, ReadsSeeTheValueBefore) {
  Graph graph;
  Value a = ramp(graph, "a", 1), b = ramp(graph, "b", 100);
  Value twice = a * 2.0;
  graph.assign(a, twice);
  graph.assign(b, a);  // the old a, not twice it
  graph.fetch("a", a);
  graph.fetch("a later", exp(a * 0.0) + a);
  graph.fetch("twice", twice);
  Fetches out = run(graph);
  EXPECT_EQ(first("a"), 2);
  EXPECT_EQ(first("b"), 1);
  EXPECT_EQ(out["a"].at(0), 1);
  EXPECT_EQ(out["a later"].at(0), 2);
  EXPECT_EQ(out["twice"].at(0), 2);
}

TEST_P(Assign, ALaterReaderOfAnotherShapeSeesTheValueBefore) {
  Graph graph;
  Value a = ramp(graph, "a", 1);
  graph.assign(a, a + 10.0);
  graph.fetch("sum", reduce_sum(transpose(reshape(a, {7, 10})), {.axes = {1}}));
  Fetches out = run(graph);
  EXPECT_EQ(out["sum"].at(0), 1 + 11 + 21 + 31 + 41 + 51 + 61);
  EXPECT_EQ(first("a"), 11);
}

TEST_P(Assign, OneValueToTwoParameters) {
  Graph graph;
  Value a = ramp(graph, "a", 1), b = ramp(graph, "b", 100), sum = a + b;
  graph.assign(a, sum);
  graph.assign(b, sum);
  run(graph);
  EXPECT_EQ(first("a"), 101);
  EXPECT_EQ(first("b"), 101);
}

TEST_P(Assign, AFeedAConstantAndAView) {
  Graph graph;
  Value a = ramp(graph, "a", 1), b = ramp(graph, "b", 100), c = ramp(graph, "c", 1000);
  graph.assign(a, graph.feed("new", {DType::f32, {kSize}}));
  graph.assign(b, graph.constant(Tensor::full(DType::f32, {kSize}, 5)));
  graph.assign(c, reshape(reshape(a, {7, 10}), {kSize}));
  run(graph, {{"new", Tensor::full(DType::f32, {kSize}, 3)}});
  EXPECT_EQ(first("a"), 3);
  EXPECT_EQ(first("b"), 5);
  EXPECT_EQ(first("c"), 1);
}

TEST_P(Assign, ItselfIsNoChange) {
  Graph graph;
  Value a = ramp(graph, "a", 1);
  graph.assign(a, a);
  run(graph);
  EXPECT_EQ(last("a"), kSize);
}

std::string name_of(const testing::TestParamInfo<Runner>& info) {
  constexpr const char* kNames[] = {"Interpreter", "Reference", "Best", "BestWithoutPasses"};
  return kNames[int(info.param)];
}

INSTANTIATE_TEST_SUITE_P(All, Assign,
                         testing::Values(Runner::interpreter, Runner::reference, Runner::best,
                                         Runner::best_without_passes),
                         name_of);

}  // namespace
}  // namespace percept::proof
