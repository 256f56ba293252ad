// The recurrent ops and their gradients on the kernels that plans take, at the sizes of real layers: against
// the reference in f64, and to the same bits however many threads compute.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "ops/compare.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/base/threads.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

struct Layer {
  const char* cell;
  std::int64_t gates;
};
struct Sizes {
  std::int64_t steps, batch, hidden;
};

constexpr Layer kLayers[] = {{"lstm", 4}, {"gru", 3}, {"tanh", 1}, {"relu", 1}};
// One of each, vectors and tiles that are full and that are not, more sequences than walk together.
constexpr Sizes kSizes[] = {{1, 1, 128}, {5, 2, 128}, {9, 13, 33}, {3, 101, 17}, {4, 6, 1}, {12, 32, 64}};

/// A layer over sequences of all lengths from none on, and what it gives for drawn numbers.
class Traced {
 public:
  Traced(const Layer& layer, const Sizes& s, bool reverse) {
    std::string name = layer.cell;
    std::int64_t rows = layer.gates * s.hidden;
    Value x = feed("x", {s.steps, s.batch, rows}, 1), hidden = feed("hidden", {s.batch, s.hidden}, 0.5);
    // About as layers begin, so that nothing saturates or grows.
    Value w = feed("w", {rows, s.hidden}, 0.5 / std::sqrt(double(s.hidden)));
    std::vector<Value> leaves = {x, w, hidden}, outputs;
    Value lengths = graph.feed("lengths", {DType::i64, {s.batch}});
    Tensor& counts = feeds["lengths"] = Tensor(DType::i64, {s.batch});
    for (std::int64_t n = 0; n < s.batch; ++n) counts.set(n, double(s.steps - n % (s.steps + 1)));
    if (name == "lstm") {
      leaves.push_back(feed("cell", {s.batch, s.hidden}, 0.5));
      Lstm y = lstm(x, w, hidden, leaves.back(), lengths, {reverse});
      outputs = {y.output, y.hidden, y.cell};
    } else if (name == "gru") {
      leaves.push_back(feed("bias", {rows}, 0.5));
      Gru y = gru(x, w, leaves.back(), hidden, lengths, {reverse});
      outputs = {y.output, y.hidden};
    } else {
      Rnn y = rnn(x, w, hidden, lengths, {name, reverse});
      outputs = {y.output, y.hidden};
    }
    Value loss = reduce_sum(outputs[0] * outputs[0]);
    for (std::size_t i = 1; i < outputs.size(); ++i) loss = loss + reduce_sum(outputs[i] * outputs[i]);
    std::vector<Value> gradients = differentiate(loss, leaves);
    for (std::size_t i = 0; i < outputs.size(); ++i) graph.fetch(fmt::format("output {}", i), outputs[i]);
    for (std::size_t i = 0; i < leaves.size(); ++i)
      graph.fetch("gradient of " + leaves[i].name(), gradients[i]);
  }

  Fetches planned(int threads) {
    int before = thread_count();
    set_thread_count(threads);
    Plan plan(graph, store);
    plan.run(feeds);
    Fetches results;
    for (const auto& [name, tensor] : plan.run(feeds).tensors()) results.set(name, tensor.clone());
    for (const PlanStep& step : plan.steps())
      if (step.op.starts_with("lstm") || step.op.starts_with("gru") || step.op.starts_with("rnn"))
        EXPECT_EQ(step.kernel, "native:" + step.op);
    set_thread_count(before);
    return results;
  }
  Fetches exact() { return Interpreter(graph, store, {.double_precision = true}).run(feeds); }

 private:
  static Tensor drawn(const std::string& name, const Shape& shape, double scale) {
    RandomStream random(1, name);
    Tensor tensor(DType::f32, shape);
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, scale * random.normal(std::uint64_t(i)));
    return tensor;
  }
  Value feed(const std::string& name, const Shape& shape, double scale) {
    feeds[name] = drawn(name, shape, scale);
    return graph.feed(name, {DType::f32, shape});
  }

  Graph graph;
  ParameterStore store;
  Feeds feeds;
};

Tensor rounded(const Tensor& tensor) {
  Tensor out(DType::f32, tensor.shape());
  for (std::int64_t i = 0; i < tensor.size(); ++i) out.set(i, tensor.at(i));
  return out;
}

TEST(RecurrentKernels, AgreeWithTheReferenceInF64) {
  double worst = 0;
  for (const Layer& layer : kLayers)
    for (const Sizes& s : kSizes)
      for (bool reverse : {false, true}) {
        SCOPED_TRACE(fmt::format("{} {} steps, {} sequences, {} units{}", layer.cell, s.steps, s.batch,
                                 s.hidden, reverse ? " in reverse" : ""));
        Traced traced(layer, s, reverse);
        Fetches expected = traced.exact();
        Fetches found = traced.planned(2);
        for (const auto& [name, tensor] : found.tensors()) {
          double error = relative_error(tensor, rounded(expected[name]));
          EXPECT_LE(error, 2e-6) << name;
          worst = std::max(worst, error);
        }
      }
  std::printf("  off by at most %.2g of the largest\n", worst);
}

TEST(RecurrentKernels, GiveTheSameBitsOnAnyNumberOfThreads) {
  for (const Layer& layer : kLayers) {
    SCOPED_TRACE(layer.cell);
    Traced traced(layer, {9, 101, 33}, false);
    Fetches one = traced.planned(1), three = traced.planned(3), again = traced.planned(3);
    for (const auto& [name, tensor] : three.tensors()) {
      EXPECT_TRUE(same_bits(tensor, again[name])) << name;
      if (name != "gradient of w")  // a product of matrices behind them
        EXPECT_TRUE(same_bits(tensor, one[name])) << name;
    }
  }
}

}  // namespace
}  // namespace percept::proof
