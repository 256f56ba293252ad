// Programs: a plan for every shape that comes, several programs on one store, the same bits every time.
#include "percept/runtime/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "ops/compare.hpp"
#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

Feeds images_of(const Feeds& batch) { return {{"image", *batch.find("image")}}; }

TEST(Program, TheLastBatchIsASecondPlan) {
  ParameterStore store;
  int traced = 0;
  auto step = training(mlp());
  Program program(store, [&](Graph& graph) { ++traced, step(graph); });
  for (int epoch = 0; epoch < 3; ++epoch)
    for (std::int64_t size : {8, 8, 8, 3}) program.run(formula_batch(size, 0));
  EXPECT_EQ(program.plans(), 2u);
  EXPECT_EQ(traced, 2);
}

TEST(Program, KeepsABoundedNumberOfPlans) {
  ParameterStore store;
  int traced = 0;
  Program program(store, [&](Graph& graph) { ++traced, graph.fetch("y", exp(graph.feed("x"))); },
                  {.most_plans = 3});
  auto run = [&](std::int64_t n) { return program.run({{"x", Tensor::zeros(DType::f32, {n})}})["y"].size(); };
  for (std::int64_t n = 1; n <= 10; ++n) EXPECT_EQ(run(n), n);
  EXPECT_EQ(program.plans(), 3u);
  EXPECT_EQ(traced, 10);
  run(8), run(10), run(9);  // still there
  EXPECT_EQ(traced, 10);
  run(1);  // 8 was used longest ago
  run(10), run(9);
  EXPECT_EQ(traced, 11);
  run(8);
  EXPECT_EQ(traced, 12);
}

TEST(Program, TrainAndInferShareTheirWeights) {
  ParameterStore store(7);
  Program train(store, training(lenet()));
  Program infer = Program::inference(store, prediction(lenet()));
  Feeds batch = formula_batch(4, 0);
  Tensor before = infer.run(images_of(batch))["scores"].clone();
  for (int step = 0; step < 5; ++step) train.run(batch);
  Tensor after = infer.run(images_of(batch))["scores"].clone();
  EXPECT_FALSE(same_bits(before, after));
  // A program made only now sees the same weights.
  Program fresh = Program::inference(store, prediction(lenet()));
  EXPECT_TRUE(same_bits(fresh.run(images_of(batch))["scores"], after));
  // A weight set by hand is seen by all, the training program included.
  store.set("0.weight", Tensor::zeros(DType::f32, {6, 1, 5, 5}));
  store.set("0.bias", Tensor::zeros(DType::f32, {6}));
  Tensor blind = infer.run(images_of(formula_batch(4, 0)))["scores"].clone();
  EXPECT_TRUE(same_bits(blind, infer.run(images_of(formula_batch(4, 1)))["scores"]));
  ParameterStore copy;
  Program other(copy, training(lenet()));
  other.plan(batch);
  for (const auto& [path, entry] : store.entries()) copy.set(path, entry.value);
  EXPECT_EQ(train.run(batch).number("loss"), other.run(batch).number("loss"));
}

// In inference a norm's factors are multiplied into the weight once, and again when either changes.
TEST(Program, WhatIsMadeOfParametersFollowsThem) {
  ParameterStore store(3);
  nn::Sequential net(nn::Conv2d{{.in = 1, .out = 4, .kernel = 3}}, nn::BatchNorm{}, nn::Relu{});
  Program infer = Program::inference(store, prediction(net));
  Feeds batch = images_of(formula_batch(2, 0));
  Tensor before = infer.run(batch)["scores"].clone();
  EXPECT_TRUE(same_bits(infer.run(batch)["scores"], before));
  for (const char* path : {"1.weight", "0.weight", "1.running_var"}) {
    Tensor doubled = store.entries().at(path).value.clone();
    for (std::int64_t i = 0; i < doubled.size(); ++i) doubled.set(i, 2 * doubled.at(i));
    store.set(path, doubled);
    Tensor after = infer.run(batch)["scores"].clone();
    EXPECT_FALSE(same_bits(after, before)) << path;
    EXPECT_TRUE(same_bits(Program::inference(store, prediction(net)).run(batch)["scores"], after)) << path;
    before = after;
  }
}

// Weights that stay are brought into an order of their own, which would cost more than it saves in every
// step.
TEST(Program, KernelsAreChosenByWhatChanges) {
  nn::Sequential net(nn::Conv2d{{.in = 64, .out = 64, .kernel = 3, .padding = 1}}, nn::Flatten{},
                     nn::Linear{{.in = 64 * 8 * 8, .out = 10}});
  ParameterStore store;
  auto kernels = [&](Program program, const Feeds& feeds) {
    std::map<std::string, std::string> chosen;
    for (const PlanStep& step : program.plan(feeds).steps())
      if (!step.backward) chosen[step.op] = step.kernel;
    return chosen;
  };
  Feeds one{{"image", Tensor::full(DType::f32, {1, 64, 8, 8}, 0.5)},
            {"label", Tensor::zeros(DType::i64, {1})}};
  Feeds eight{{"image", Tensor::full(DType::f32, {8, 64, 8, 8}, 0.5)},
              {"label", Tensor::zeros(DType::i64, {8})}};
  EXPECT_EQ(kernels(Program::inference(store, prediction(net)), images_of(one))["conv2d"], "native:winograd");
  EXPECT_EQ(kernels(Program::inference(store, prediction(net)), images_of(one))["linear"], "native:linear");
  EXPECT_EQ(kernels(Program::inference(store, prediction(net)), images_of(eight))["linear"],
            "native:product");
  EXPECT_NE(kernels(Program(store, training(net)), one)["conv2d"], "native:winograd");
  auto candidates = candidates_for("linear");
  bool has_onednn = std::ranges::any_of(candidates, [](auto& c) { return c.name == "onednn:linear"; });
  EXPECT_EQ(kernels(Program(store, training(net)), eight)["linear"],
            has_onednn ? "onednn:linear" : "native:product");
}

TEST(Program, TheFullAndTheLastBatchTrainTheSameWeights) {
  ParameterStore store, same;
  Program one(store, training(mlp())), two(same, training(mlp()));
  Program small(same, training(mlp()));
  for (int step = 0; step < 4; ++step) {
    std::int64_t size = step % 2 ? 3 : 8;
    one.run(formula_batch(size, step));
    (step % 2 ? small : two).run(formula_batch(size, step));
  }
  for (const auto& [path, entry] : store.entries())
    EXPECT_TRUE(same_bits(entry.value, same.find(path)->value)) << path;
}

TEST(Program, TwoRunsGiveTheSameBits) {
  for (Backend backend : {Backend::reference, Backend::best}) {
    auto train = [&] {
      ParameterStore store(3);
      Program program(store, training(lenet()), {.plan = {.backend = backend}});
      for (int step = 0; step < 3; ++step) program.run(formula_batch(4, step));
      return store.snapshot();
    };
    auto first = train(), second = train();
    for (const auto& [path, value] : first) EXPECT_TRUE(same_bits(value, second.at(path))) << path;
  }
}

// One SGD step with a rate of 0 and momentum 1/2: what is kept of a momentum halves.
TEST(Program, SubnormalMomentaBecomeZero) {
  for (Backend backend : {Backend::reference, Backend::best}) {
    ParameterStore store;
    Program program(
        store,
        [](Graph& graph) {
          Value weight =
              graph.parameter({.path = "weight", .type = {DType::f32, {4}}, .initialize = nn::constant(0)});
          optim::Sgd({.lr = 0, .momentum = 0.5}).minimize(reduce_sum(weight * graph.feed("slope")));
        },
        {.plan = {.backend = backend}});
    auto run = [&](float slope) { program.run({{"slope", Tensor::full(DType::f32, {4}, slope)}}); };
    run(8 * std::numeric_limits<float>::min());
    auto momentum = [&] {
      for (const auto& [path, entry] : store.entries())
        if (path != "weight" && entry.value.shape() == Shape{4}) return entry.value.data<float>()[0];
      return -1.0f;
    };
    ASSERT_GT(momentum(), 0);
    for (int step = 0; step < 4; ++step) run(0);
    EXPECT_EQ(momentum(), 0);
    volatile float least = std::numeric_limits<float>::min();
    EXPECT_GT(least / 2, 0);  // on this thread as before
  }
}

// A fed rate needs no second plan.
TEST(Program, ARateMayChangeAtEveryStep) {
  ParameterStore store;
  Program program(store, training(mlp()));
  Feeds batch = formula_batch(4, 0);
  for (double rate : {0.1, 0.05, 0.0}) {
    batch["lr"] = Tensor::scalar(float(rate));
    program.run(batch);
  }
  EXPECT_EQ(program.plans(), 1u);
  auto before = store.snapshot();
  program.run(batch);  // a rate of zero moves nothing but the velocities
  for (const auto& [path, value] : before)
    if (!path.starts_with(optim::kStatePrefix))
      EXPECT_TRUE(same_bits(value, store.find(path)->value)) << path;
}

TEST(Program, TheModeIsThatOfTheTrace) {
  ParameterStore store;
  Mode seen{};
  auto trace = [&](Graph& graph) {
    seen = graph.mode(), graph.fetch("y", graph.constant(Tensor::scalar(1.0f)));
  };
  Program(store, trace).run({});
  EXPECT_EQ(seen, Mode::train);
  Program::inference(store, trace).run({});
  EXPECT_EQ(seen, Mode::infer);
}

}  // namespace
}  // namespace percept::proof
