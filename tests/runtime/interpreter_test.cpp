// The interpreter: one node at a time, values replaced, sizes that depend on what is fed, graphs of any
// depth.
#include "percept/runtime/interpreter.hpp"

#include <gtest/gtest.h>

#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/plan.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

TEST(Interpreter, StepsThroughTheGraph) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {}}), y = exp(x), z = y + 1.0;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"x", 0.0}});
  std::vector<int> order;
  while (std::optional<int> next = interpreter.next()) {
    order.push_back(*next);
    interpreter.step();
  }
  std::vector<int> all;
  for (const Node& node : graph.nodes()) all.push_back(node.id);
  EXPECT_EQ(order, all);
  EXPECT_EQ(interpreter.value(z).item(), 2);
  interpreter.step();  // at the end: nothing happens
  EXPECT_EQ(interpreter.next(), std::nullopt);
  interpreter.reset({{"x", 0.0}});
  EXPECT_EQ(interpreter.next(), 0);
}

TEST(Interpreter, ComputesOnlyWhatIsAsked) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {}}), missing = graph.feed("missing", {DType::f32, {}});
  Value y = exp(x), z = y + missing;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"x", 0.0}});
  EXPECT_EQ(interpreter.value(y).item(), 1);
  EXPECT_THROW(interpreter.value(z), Error);
}

TEST(Interpreter, ReplacesALeaf) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {}}), y = x * 2.0;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"x", 1.0}});
  interpreter.override_value(x, Tensor::scalar(5.0f));
  EXPECT_EQ(interpreter.value(y).item(), 10);
  interpreter.reset({{"x", 1.0}});
  EXPECT_EQ(interpreter.value(y).item(), 2);
}

TEST(Interpreter, InDoublePrecisionRoundsOnlyAtTheEnd) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {}});
  graph.fetch("y", x + 1e-9 - x);
  EXPECT_EQ(Interpreter(graph, store).run({{"x", 1.0}}).number("y"), 0);
  Fetches out = Interpreter(graph, store, {.double_precision = true}).run({{"x", 1.0}});
  EXPECT_EQ(out["y"].dtype(), DType::f64);
  EXPECT_NEAR(out.number("y"), 1e-9, 1e-15);
}

TEST(Shapes, ReshapeToAShapeKnownWhileTracing) {
  Graph graph;
  ParameterStore store;
  Value x = graph.feed("x", {DType::f32, {6}}), like = graph.feed("like", {DType::f32, {2, 3}});
  Value y = reshape(x, shape_of(like));
  EXPECT_EQ(y.shape(), (Shape{2, 3}));
  graph.fetch("y", y);
  Feeds feeds = {{"x", Tensor::from<float>({6}, {1, 2, 3, 4, 5, 6})},
                 {"like", Tensor::zeros(DType::f32, {2, 3})}};
  EXPECT_EQ(Plan(graph, store).run(feeds)["y"].at(4), 5);
  EXPECT_EQ(reshape(x, graph.constant(Tensor::from<std::int64_t>({2}, {3, -1}))).shape(), (Shape{3, 2}));
  // A size that was cast on the way is known as well: importers do that.
  EXPECT_EQ(reshape(x, cast(shape_of(like), DType::i32)).shape(), (Shape{2, 3}));
}

TEST(Shapes, ReshapeToAFedTargetIsAnErrorWhereNobodyKnowsIt) {
  Graph graph;
  Value x = graph.feed("x", {DType::f32, {6}}), target = graph.feed("target", {DType::i64, {2}});
  try {
    reshape(x, target);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code(), "ops.reshape.unknown");
    EXPECT_EQ(error.problem().operands.at(0).name, "target");
    EXPECT_NE(error.problem().where.find("interpreter_test.cpp"), std::string::npos);
  }
}

TEST(Shapes, AnInterpreterThatServesTheTraceKnowsFedTargets) {
  Graph graph;
  ParameterStore store;
  Interpreter interpreter(graph, store);
  interpreter.reset({{"x", Tensor::from<float>({6}, {1, 2, 3, 4, 5, 6})},
                     {"target", Tensor::from<std::int64_t>({2}, {3, 2})}});
  interpreter.serve_tracing();
  Value x = graph.feed("x", {DType::f32, {6}}), target = graph.feed("target", {DType::i64, {2}});
  Value y = reshape(x, target), turned = reshape(transpose(y), target);
  EXPECT_EQ(y.shape(), (Shape{3, 2}));
  EXPECT_EQ(interpreter.value(turned).at(1), 3);
  // A size computed from data: as many rows as the largest element says.
  Value rows = reshape(cast(argmax(x), DType::i64) + graph.constant(Tensor::scalar(std::int64_t(1))), {1});
  EXPECT_EQ(reshape(x, rows).shape(), Shape{6});
}

TEST(Deep, TenThousandNodes) {
  for (bool sums : {false, true}) {  // elementwise nodes fuse into one; sums stay apart
    Graph graph;
    ParameterStore store;
    Value x = graph.feed("x", {DType::f32, {2}}), y = x;
    for (int i = 0; i < (sums ? 5000 : 10000); ++i) y = sums ? broadcast_to(reduce_sum(y), {2}) * 0.5 : y + x;
    graph.fetch("y", y);
    graph.fetch("gradient", differentiate(reduce_sum(y), {x})[0]);
    Feeds feeds = {{"x", Tensor::from<float>({2}, {1, 3})}};
    Fetches expected = Interpreter(graph, store).run(feeds);
    EXPECT_EQ(expected["y"].at(0), sums ? 2 : 10001);
    Plan plan(graph, store);
    EXPECT_LE(relative_error(plan.run(feeds)["y"], expected["y"]), 1e-5);
    EXPECT_LE(relative_error(plan.run(feeds)["gradient"], expected["gradient"]), 1e-5);
  }
}

// One training step of each network, by the interpreter and by plans.
TEST(Oracle, PlansTrainLikeTheInterpreter) {
  for (const nn::Sequential& network : {mlp(), lenet()}) {
    Feeds batch = formula_batch(3, 0);
    ParameterStore interpreted, exact, best;
    Program reference(exact, training(network), {.plan = {.backend = Backend::reference}});
    Program fast(best, training(network));
    std::unique_ptr<Graph> graph = reference.trace(batch);
    Interpreter interpreter(*graph, interpreted);
    for (int step = 0; step < 2; ++step) {
      double loss = interpreter.run(batch).number("loss");
      EXPECT_EQ(reference.run(batch).number("loss"), loss);
      EXPECT_NEAR(fast.run(batch).number("loss"), loss, 1e-5);
    }
    for (const auto& [path, entry] : interpreted.entries()) {
      EXPECT_TRUE(same_bits(exact.find(path)->value, entry.value)) << path;
      EXPECT_LE(relative_error(best.find(path)->value, entry.value), 1e-4) << path;
    }
  }
}

// A program that cannot be planned computes node by node, in layouts that its kernels like.
TEST(Interpreter, OnTheFastKernels) {
  Graph graph(Mode::infer);
  ParameterStore store(3);
  Feeds batch = formula_batch(4, 0);
  graph.offer("image", {DType::f32, batch.find("image")->shape()});
  prediction(lenet())(graph);
  Value scores = graph.fetches().at("scores");
  Interpreter slow(graph, store), fast(graph, store, {.fast = true});
  slow.reset({{"image", *batch.find("image")}});
  fast.reset({{"image", *batch.find("image")}});
  EXPECT_LT(relative_error(fast.value(scores), slow.value(scores)), 1e-5);
}

TEST(Program, InterpretsWhatItMay) {
  ParameterStore store;
  auto counted = [](Graph& graph) {
    Value x = graph.feed("x");
    std::optional<Tensor> most = graph.known(reduce_max(x));
    if (!most) throw Error(Problem("graph.value_unknown", {{"input", "x"}}));
    graph.fetch("y", fill(graph, {DType::f32, {std::int64_t(most->item())}, 1}));
  };
  Feeds three = {{"x", Tensor::from<float>({2}, {1.f, 3.f})}},
        five = {{"x", Tensor::from<float>({2}, {5.f, 3.f})}};
  Program strict(store, counted);
  EXPECT_THROW(strict.run(three), Error);
  Program program(store, counted, {.may_interpret = true});
  EXPECT_EQ(program.run(three)["y"].size(), 3);
  EXPECT_TRUE(program.interprets());
  EXPECT_EQ(program.run(five)["y"].size(), 5);
}

// What follows from constants and shapes is known while tracing; what follows from feeds and weights is not.
TEST(Program, KnowsConstantsWhileTracing) {
  ParameterStore store;
  std::optional<Tensor> size, fed, learnt;
  Program program(store, [&](Graph& graph) {
    Value x = graph.feed("x"), w = graph.parameter({.path = "w", .type = {DType::f32, {2}}});
    size = graph.known(slice(shape_of(x), {.begin = 1}) * 3.0 + 1.0);
    fed = graph.known(x + 1.0);
    learnt = graph.known(w * 2.0);
    graph.fetch("y", x);
  });
  program.run({{"x", Tensor::zeros(DType::f32, {4, 5})}});
  ASSERT_TRUE(size);
  EXPECT_EQ(size->at(0), 16);
  EXPECT_FALSE(fed);
  EXPECT_FALSE(learnt);
}

}  // namespace
}  // namespace percept::proof
