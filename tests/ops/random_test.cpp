// What random draws are like: their laws, that nothing but seed, run and path decides them, and what is made
// of them.
#include <gtest/gtest.h>

#include <cmath>

#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {
namespace {

struct Moments {
  double mean = 0, variance = 0, least = 1e9, greatest = -1e9;
  explicit Moments(const Tensor& x) {
    for (std::int64_t i = 0; i < x.size(); ++i) {
      mean += x.at(i) / double(x.size());
      least = std::min(least, x.at(i));
      greatest = std::max(greatest, x.at(i));
    }
    for (std::int64_t i = 0; i < x.size(); ++i)
      variance += (x.at(i) - mean) * (x.at(i) - mean) / double(x.size());
  }
};

Tensor one_run(const Program::Trace& trace, std::uint64_t seed = 0, Mode mode = Mode::train) {
  ParameterStore store(seed);
  Program program(store, trace, {.mode = mode});
  return program.run({})["y"].clone();
}

Tensor drawn(Value (*draw)(Graph&, Shape, DType, Location), std::uint64_t seed = 0) {
  return one_run(
      [draw](Graph& graph) { graph.fetch("y", draw(graph, {100000}, DType::f32, Location::current())); },
      seed);
}

// Five deviations of the mean of so many draws.
constexpr double kOfMean = 5 / 316.0;

TEST(Random, UniformHasItsMoments) {
  Moments m(drawn(random_uniform));
  EXPECT_NEAR(m.mean, 0.5, kOfMean * 0.289);
  EXPECT_NEAR(m.variance, 1.0 / 12, kOfMean * 0.075);
  EXPECT_GE(m.least, 0);
  EXPECT_LT(m.greatest, 1);
}

TEST(Random, NormalHasItsMoments) {
  Moments m(drawn(random_normal));
  EXPECT_NEAR(m.mean, 0, kOfMean);
  EXPECT_NEAR(m.variance, 1, kOfMean * std::sqrt(2.0));
}

TEST(Random, SeedsAreDifferentAndRepeat) {
  EXPECT_TRUE(same_bits(drawn(random_uniform, 3), drawn(random_uniform, 3)));
  EXPECT_FALSE(same_bits(drawn(random_uniform, 3), drawn(random_uniform, 4)));
}

TEST(Random, EveryRunAndEveryNodeDrawsAnew) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    graph.fetch("a", random_uniform(graph, {17}));
    graph.fetch("b", random_uniform(graph, {17}));
    Graph::Scope scope(graph, "elsewhere");
    graph.fetch("c", random_uniform(graph, {17}));
  });
  Fetches first = program.run({});
  Tensor a = first["a"].clone(), b = first["b"].clone(), c = first["c"].clone();
  EXPECT_FALSE(same_bits(a, b));
  EXPECT_FALSE(same_bits(a, c));
  EXPECT_FALSE(same_bits(a, program.run({})["a"]));
  EXPECT_EQ(store.find(kRandomCounter)->value.at(1), 2);
}

TEST(Random, ARunGoesOnFromAStore) {
  auto trace = [](Graph& graph) { graph.fetch("y", random_normal(graph, {33})); };
  ParameterStore store(7), copy(8);
  Program program(store, trace), continued(copy, trace);
  program.run({});
  continued.run({});
  copy.set(kRandomCounter, store.find(kRandomCounter)->value);
  EXPECT_TRUE(same_bits(program.run({})["y"].clone(), continued.run({})["y"]));
}

TEST(Random, InterpreterAndPlanDrawTheSame) {
  Graph graph;
  graph.fetch("u", random_uniform(graph, {7, 5}));
  graph.fetch("dropped", dropout(fill(graph, {DType::f32, {33}, 2}), 0.3));
  ParameterStore store(5), other(5);
  Fetches expected = Interpreter(graph, store).run({});
  Plan plan(graph, other);
  const Fetches& actual = plan.run({});
  for (const auto& [name, tensor] : expected.tensors()) EXPECT_TRUE(same_bits(actual[name], tensor)) << name;
}

TEST(Random, BernoulliAndCategoricalHitTheirShares) {
  Tensor coins = one_run([](Graph& graph) {
    graph.fetch("y", random_bernoulli(fill(graph, {DType::f32, {100000}, 0.3})));
  });
  Moments m(coins);
  EXPECT_NEAR(m.mean, 0.3, kOfMean * 0.46);
  EXPECT_EQ(m.least, 0);
  EXPECT_EQ(m.greatest, 1);

  Tensor classes = one_run([](Graph& graph) {
    Value logits = graph.constant(Tensor::from<float>({3}, {0, std::log(2.0f), std::log(5.0f)}));
    graph.fetch("y", random_categorical(broadcast_to(logits, {100000, 3})));
  });
  double counts[3] = {};
  for (std::int64_t i = 0; i < classes.size(); ++i) counts[int(classes.at(i))] += 1 / 100000.0;
  EXPECT_NEAR(counts[0], 1.0 / 8, kOfMean * 0.33);
  EXPECT_NEAR(counts[1], 2.0 / 8, kOfMean * 0.43);
  EXPECT_NEAR(counts[2], 5.0 / 8, kOfMean * 0.48);
}

// The gradient passes where the value did, with the same factor.
TEST(Dropout, KeepsItsShareScaledAndItsGradientToo) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    Value x =
        graph.parameter({.path = "x", .type = {DType::f32, {1000, 100}}, .initialize = [](Tensor& t, auto&) {
                           for (std::int64_t i = 0; i < t.size(); ++i) t.set(i, 2);
                         }});
    Value y = dropout(x, 0.2);
    graph.fetch("y", y);
    graph.fetch("gradient", differentiate(reduce_sum(y), {x})[0]);
  });
  const Fetches& out = program.run({});
  int kept = 0;
  for (std::int64_t i = 0; i < 100000; ++i) {
    double y = out["y"].at(i);
    kept += y != 0;
    ASSERT_TRUE(y == 0 || std::abs(y - 2.5) < 1e-6);
    ASSERT_NEAR(out["gradient"].at(i), y / 2, 1e-6);
  }
  EXPECT_NEAR(kept / 1e5, 0.8, kOfMean * 0.4);
}

TEST(Dropout, IsNothingInInference) {
  auto trace = [](Graph& graph) {
    Value x = fill(graph, {DType::f32, {2, 3, 4}, 1});
    graph.fetch("y", dropout(dropout_channels(alpha_dropout(rrelu(x)))));
  };
  Moments m(one_run(trace, 0, Mode::infer));
  EXPECT_EQ(m.least, 1);
  EXPECT_EQ(m.greatest, 1);
}

TEST(Dropout, OfChannelsTakesWholeOnes) {
  Tensor y = one_run([](Graph& graph) {
    graph.fetch("y", dropout_channels(fill(graph, {DType::f32, {50, 40, 3, 2}, 1})));
  });
  int kept = 0;
  for (std::int64_t channel = 0; channel < 2000; ++channel) {
    kept += y.at(channel * 6) != 0;
    for (std::int64_t i = 1; i < 6; ++i) ASSERT_EQ(y.at(channel * 6 + i), y.at(channel * 6));
  }
  EXPECT_NEAR(kept / 2000.0, 0.5, 5 * 0.5 / std::sqrt(2000.0));
}

TEST(Dropout, RateMayBeFedAndMayBeOne) {
  ParameterStore store;
  Program program(store, [](Graph& graph) {
    graph.fetch("y", dropout(fill(graph, {DType::f32, {10000}, 1}), graph.scalar("rate", 1)));
  });
  Moments all(program.run({})["y"]), half(program.run({{"rate", 0.5}})["y"]);
  EXPECT_EQ(all.greatest, 0);
  EXPECT_EQ(half.greatest, 2);
  EXPECT_NEAR(half.mean, 1, 0.05);
}

TEST(Dropout, AlphaKeepsMeanAndVariance) {
  Tensor y =
      one_run([](Graph& graph) { graph.fetch("y", alpha_dropout(random_normal(graph, {100000}), 0.3)); });
  Moments m(y);
  EXPECT_NEAR(m.mean, 0, 2 * kOfMean);
  EXPECT_NEAR(m.variance, 1, 4 * kOfMean);
}

TEST(Dropout, RreluDrawsSlopesBetweenItsBounds) {
  Tensor y = one_run([](Graph& graph) { graph.fetch("y", rrelu(fill(graph, {DType::f32, {10000}, -1}))); });
  Moments m(y);
  EXPECT_GE(m.least, -1.0 / 3 - 1e-6);
  EXPECT_LE(m.greatest, -1.0 / 8 + 1e-6);
  EXPECT_NEAR(m.mean, -(1.0 / 8 + 1.0 / 3) / 2, 0.01);
}

TEST(Dropout, ARateThatIsNoProbabilityIsRefused) {
  Graph graph;
  Value x = fill(graph, {DType::f32, {3}, 1});
  for (double p : {-0.1, 1.5, std::nan("")}) EXPECT_THROW(dropout(x, p), Error) << p;
  EXPECT_THROW(dropout_channels(x, 0.5), Error);
}

}  // namespace
}  // namespace percept::proof
