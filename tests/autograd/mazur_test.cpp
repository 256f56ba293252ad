// The 2-2-2 network of Mazur's "A step by step backpropagation example", recomputed in f64. Figures of the
// post that differ in the seventh digit come from deltas computed with weights already updated: E = .2910279
// after one step would mean that reads do not see the value before.
#include <gtest/gtest.h>

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept {
namespace {

constexpr double kBound = 1e-11;

/// The network as a graph with its loss, its gradients fetched and its update assigned.
class Mazur {
 public:
  explicit Mazur(bool train_biases = false) {
    Value input = graph.constant(Tensor::from<double>({1, 2}, {.05, .10}));
    Value target = graph.constant(Tensor::from<double>({1, 2}, {.01, .99}));
    Value hidden_weight = parameter("hidden.weight", {2, 2}, {.15, .20, .25, .30});
    Value output_weight = parameter("output.weight", {2, 2}, {.40, .45, .50, .55});
    // One bias a layer, shared by its units.
    Value hidden_bias = parameter("hidden.bias", {}, {.35}, train_biases);
    Value output_bias = parameter("output.bias", {}, {.60}, train_biases);
    Value hidden = sigmoid(linear(input, hidden_weight) + hidden_bias);
    Value output = sigmoid(linear(hidden, output_weight) + output_bias);
    Value error = (target - output) * (target - output) / 2.0;
    Value loss = reduce_sum(error);
    graph.fetch("hidden", hidden), graph.fetch("output", output), graph.fetch("error", error),
        graph.fetch("loss", loss);
    std::vector<Value> weights = graph.trainable(), gradients = differentiate(loss, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) graph.fetch("grad " + weights[i].name(), gradients[i]);
    optim::Sgd({.lr = 0.5}).update(weights, gradients);
  }

  Graph graph;
  ParameterStore store;

 private:
  Value parameter(const std::string& path, Shape shape, std::vector<double> start, bool trainable = true) {
    auto initialize = [start](Tensor& tensor, const RandomStream&) {
      for (std::size_t i = 0; i < start.size(); ++i) tensor.set(std::int64_t(i), start[i]);
    };
    return graph.parameter({.path = path,
                            .type = {DType::f64, std::move(shape)},
                            .trainable = trainable,
                            .initialize = initialize});
  }
};

void expect_near(const Tensor& actual, std::vector<double> golden, const std::string& what) {
  ASSERT_EQ(actual.size(), std::int64_t(golden.size())) << what;
  for (std::size_t i = 0; i < golden.size(); ++i)
    EXPECT_NEAR(actual.at(std::int64_t(i)), golden[i], kBound) << what << " " << i;
}

TEST(Mazur, OneStep) {
  Mazur m;
  Interpreter interpreter(m.graph, m.store);
  Fetches out = interpreter.run({});
  expect_near(out["hidden"], {.593269992107, .596884378260}, "hidden");
  expect_near(out["output"], {.751365069552, .772928465321}, "output");
  expect_near(out["error"], {.274811083176, .023560025584}, "error");
  EXPECT_NEAR(out.number("loss"), .298371108760, kBound);
  expect_near(out["grad hidden.weight"], {.000438567734, .000877135469, .000497712735, .000995425471},
              "gradient");
  expect_near(out["grad output.weight"], {.082167040564, .082667627848, -.022602540477, -.022740242216},
              "gradient");
  expect_near(m.store.find("hidden.weight")->value,
              {.149780716133, .199561432266, .249751143632, .299502287265}, "hidden weight");
  expect_near(m.store.find("output.weight")->value,
              {.358916479718, .408666186076, .511301270239, .561370121108}, "output weight");
  Fetches after = interpreter.run({});
  EXPECT_NEAR(after.number("loss"), .291027773694, kBound);
  EXPECT_NEAR(after["output"].at(0), .742088111, 1e-9);
  EXPECT_NEAR(after["output"].at(1), .775284968, 1e-9);
}

// `n` steps by a plan and by the interpreter give the same bits, and the error known by then.
double loss_after(int n, bool train_biases = false, std::vector<double>* outputs = nullptr) {
  Mazur m(train_biases);
  Plan plan(m.graph, m.store);
  for (int i = 0; i < n; ++i) plan.run({});
  const Fetches& out = plan.run({});
  if (outputs) *outputs = {out["output"].at(0), out["output"].at(1)};
  return out.number("loss");
}

TEST(Mazur, ManySteps) {
  EXPECT_NEAR(loss_after(1), .291027773694, kBound);
  EXPECT_NEAR(loss_after(10), .2209185921, 1e-10);
  EXPECT_NEAR(loss_after(100), .0200468282, 1e-10);
  EXPECT_NEAR(loss_after(1000), .0011143495, 1e-10);
  EXPECT_NEAR(loss_after(9999), .0000351085, 1e-10);  // the post's figure "after 10,000"
  std::vector<double> outputs;
  EXPECT_NEAR(loss_after(10000, false, &outputs), .0000351019, 1e-10);
  EXPECT_NEAR(outputs[0], .015913620, 1e-9);
  EXPECT_NEAR(outputs[1], .984064274, 1e-9);
}

TEST(Mazur, WithTheSharedBiasesTrained) { EXPECT_NEAR(loss_after(10000, true), 4.355321e-6, 1e-12); }

TEST(Mazur, PlanAndInterpreterGiveTheSameBits) {
  Mazur planned, interpreted;
  Plan plan(planned.graph, planned.store, {.backend = Backend::reference});
  Interpreter interpreter(interpreted.graph, interpreted.store);
  for (int i = 0; i < 100; ++i) {
    double a = plan.run({}).number("loss"), b = interpreter.run({}).number("loss");
    ASSERT_EQ(a, b) << "step " << i;
  }
}

}  // namespace
}  // namespace percept
