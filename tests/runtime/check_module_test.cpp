// The gradient checker on modules that a user wrote: what is right passes, what is wrong does not, kinks are
// told from mistakes.
#include <gtest/gtest.h>

#include "percept/graph/gradient_context.hpp"
#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
#include "percept/ops/ops.hpp"
#include "percept/runtime/check_gradients.hpp"

namespace percept::proof {
namespace {

/// A module of a user: y = x * tanh(x W^T + b), with W square.
class Gate final : public nn::Module {
 public:
  explicit Gate(Location at = Location::current()) : Module(at) {}
  std::string_view kind() const override { return "gate"; }

 protected:
  Value forward(Value x) const override {
    std::int64_t n = x.shape()[1];
    Value weight = parameter(x, "weight", {n, n}, nn::normal(0.5)),
          bias = parameter(x, "bias", {n}, nn::normal(0.5));
    return x * tanh(linear(x, weight, bias));
  }
};

/// While it lives, the gradients that the rule of one op gives are off by a thousandth.
class Spoilt {
 public:
  explicit Spoilt(std::string op) {
    set_gradient_hook([op = std::move(op)](const Node& node, int, Value gradient) {
      return node.op->name == op ? gradient * 1.001 : gradient;
    });
  }
  ~Spoilt() { set_gradient_hook(nullptr); }
};

TEST(CheckModule, PassesWhatIsRight) {
  Gate gate;
  gate.set_name("gate");
  std::vector<GradientCheck> checks = check_module(gate, Shape{5, 3});
  ASSERT_EQ(checks.size(), 3u);
  EXPECT_EQ(checks[0].name, "input");
  EXPECT_EQ(checks[0].checked, 15);
  EXPECT_EQ(checks[1].name, "gate.weight");
  EXPECT_EQ(checks[1].shape, (Shape{3, 3}));
  EXPECT_EQ(checks[2].name, "gate.bias");
  EXPECT_LE(largest_error(checks), 1e-8);
  for (const GradientCheck& check : checks) EXPECT_EQ(check.kinks, 0);
}

TEST(CheckModule, FindsAWrongGradient) {
  for (const char* op : {"linear", "tanh", "mul"}) {
    Spoilt spoilt(op);
    std::vector<GradientCheck> checks = check_module(Gate(), Shape{5, 3});
    EXPECT_GT(largest_error(checks), 1e-5) << op;
    EXPECT_NEAR(checks[2].max_relative_error, op == std::string("mul") ? 0.002 : 0.001, 0.0011) << op;
    EXPECT_NEAR(checks[2].analytic / checks[2].numeric, 1, 0.004) << op;
    EXPECT_NE(checks[2].analytic, checks[2].numeric) << op;
  }
}

TEST(CheckModule, FindsAWrongGradientOfAnImageNet) {
  nn::Sequential net(nn::Conv2d({.out = 3, .kernel = 3}), nn::Relu(), nn::MaxPool2d(), nn::Flatten(),
                     nn::Linear({.out = 2}));
  EXPECT_LE(largest_error(check_module(std::cref(net), Shape{2, 1, 8, 8})), 1e-7);
  Spoilt spoilt("conv2d");
  EXPECT_GT(largest_error(check_module(std::cref(net), Shape{2, 1, 8, 8})), 1e-4);
}

TEST(CheckModule, TellsKinksFromMistakes) {
  Tensor at_zero = Tensor::from<float>({4}, {0, 1, -1, 0});
  auto checks = check_module([](Value x) { return relu(x); }, at_zero);
  EXPECT_EQ(checks[0].kinks, 2);
  EXPECT_LE(checks[0].max_relative_error, 1e-8);

  // Two largest elements of a window: the gradient goes to the first, and that lies between the slopes.
  auto pool = [](Value x) { return max_pool2d(x).output; };
  checks = check_module(pool, Tensor::from<float>({1, 1, 2, 2}, {3, 3, 1, 2}));
  EXPECT_EQ(checks[0].kinks, 2);
  EXPECT_LE(checks[0].max_relative_error, 1e-8);

  // A gradient outside of both slopes is a mistake, at a kink too.
  set_gradient_hook([](const Node& node, int, Value gradient) {
    return node.op->name == "max_pool2d" ? gradient * 2.0 : gradient;
  });
  checks = check_module(pool, Tensor::from<float>({1, 1, 2, 2}, {3, 3, 1, 2}));
  set_gradient_hook(nullptr);
  EXPECT_GT(checks[0].max_relative_error, 0.1);
}

// The kink lies within the step, but not at the element: a smaller step sees the one slope.
TEST(CheckModule, StepsBesideAKink) {
  Tensor beside = Tensor::from<double>({2}, {4e-6, -4e-6});
  auto checks = check_module([](Value x) { return relu(x); }, beside);
  EXPECT_EQ(checks[0].kinks, 0);
  EXPECT_LE(checks[0].max_relative_error, 1e-8);
}

TEST(CheckModule, SamplesLargeTensors) {
  ModuleCheckOptions options;
  options.check.most_elements = 7;
  std::vector<GradientCheck> checks = check_module(Gate(), Shape{5, 10}, options);
  for (const GradientCheck& check : checks) EXPECT_EQ(check.checked, 7);
  EXPECT_LE(largest_error(checks), 1e-7);
}

TEST(CheckModule, OfWholeNumbersChecksTheParametersAlone) {
  auto embedding = [](Value words) {
    Graph& graph = words.graph();
    return take(graph.parameter({"table", {DType::f32, {7, 3}}, true, nn::normal(1)}), words);
  };
  std::vector<GradientCheck> checks =
      check_module(embedding, Tensor::from<std::int64_t>({2, 2}, {6, 0, 6, 3}));
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].name, "table");
  EXPECT_LE(largest_error(checks), 1e-8);
}

}  // namespace
}  // namespace percept::proof
