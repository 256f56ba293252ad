// The 2-2-2 network of Mazur's "A step by step backpropagation example", recomputed in f64. Figures of the
// post that differ in the seventh digit come from deltas computed with weights already updated: E = .2910279
// after one step would mean that reads do not see the value before.
#include <gtest/gtest.h>

#include "autograd/mazur_figures.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/sgd.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept {
namespace {

using namespace mazur;

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
  expect_near(out["hidden"], kHidden, "hidden");
  expect_near(out["output"], kOutput, "output");
  expect_near(out["error"], kErrors, "error");
  EXPECT_NEAR(out.number("loss"), kError, kBound);
  expect_near(out["grad hidden.weight"], kHiddenGradient, "gradient");
  expect_near(out["grad output.weight"], kOutputGradient, "gradient");
  expect_near(m.store.find("hidden.weight")->value, kHiddenWeight, "hidden weight");
  expect_near(m.store.find("output.weight")->value, kOutputWeight, "output weight");
  Fetches after = interpreter.run({});
  EXPECT_NEAR(after.number("loss"), kErrorAfter, kBound);
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
  EXPECT_NEAR(loss_after(1), kErrorAfter, kBound);
  for (const After& after : kErrorsAfter) EXPECT_NEAR(loss_after(after.steps), after.error, 1e-10);
  std::vector<double> outputs;
  loss_after(10000, false, &outputs);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(outputs[i], kOutputAfterTenThousand[i], 1e-9);
}

TEST(Mazur, WithTheSharedBiasesTrained) { EXPECT_NEAR(loss_after(10000, true), kErrorWithBiases, 1e-12); }

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
