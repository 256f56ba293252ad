// Every op, and every function made of ops, through all its cases.
#include <gtest/gtest.h>

#include "ops/compare.hpp"
#include "ops/op_case.hpp"
#include "percept/ops/registry.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::proof {
namespace {

class Op : public testing::TestWithParam<std::string> {
 protected:
  template <class F>
  void each_case(F&& f) {
    for (const OpCase& example : cases_of(GetParam())) {
      SCOPED_TRACE(example.op + " case '" + example.name + "'");
      try {
        f(example);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
};

// What a plan expands (and `fused`) may cancel inside.
Scale scale_of(const std::string& op) {
  const OpDef* definition = find_op(op);
  return definition && definition->elementwise && !definition->expand ? Scale::element : Scale::tensor;
}

TEST_P(Op, InfersTheShapes) {
  each_case([](const OpCase& example) {
    TracedCase traced(example);
    ASSERT_EQ(traced.outputs.size(), example.shapes.size());
    for (std::size_t i = 0; i < traced.outputs.size(); ++i)
      EXPECT_EQ(to_string(traced.outputs[i].shape()), to_string(example.shapes[i]));
    verify(traced.graph);
    int uses = 0;
    for (const Node& node : traced.graph.nodes()) uses += node.op->name == example.op;
    if (find_op(example.op)) EXPECT_GT(uses, 0) << "the case does not use the op";
  });
}

TEST_P(Op, GivesTheGoldenValues) {
  each_case([](const OpCase& example) {
    if (example.golden.empty()) return;
    TracedCase traced(example);
    Interpreter interpreter(traced.graph, traced.store);
    interpreter.reset(traced.feeds);
    ASSERT_EQ(example.golden.size(), traced.outputs.size());
    for (std::size_t i = 0; i < traced.outputs.size(); ++i) {
      const Tensor& actual = interpreter.value(traced.outputs[i]);
      const std::vector<double>& golden = example.golden[i];
      ASSERT_EQ(actual.size(), std::int64_t(golden.size()));
      Tensor expected(actual.dtype(), actual.shape());
      for (std::size_t k = 0; k < golden.size(); ++k) expected.set(std::int64_t(k), golden[k]);
      EXPECT_LE(relative_error(actual, expected), example.golden_bound) << "output " << i;
    }
  });
}

TEST_P(Op, HasTheGradientOfCentralDifferences) {
  each_case([](const OpCase& example) {
    TracedCase traced(example);
    if (!example.gradient || traced.differentiable.empty() || !traced.has_float_output()) return;
    EXPECT_LE(traced.gradient_error(), 1e-6);
  });
}

TEST_P(Op, HasTheSecondDerivativeOfCentralDifferences) {
  each_case([](const OpCase& example) {
    TracedCase traced(example);
    if (!example.gradient || !example.second_order || traced.differentiable.empty() ||
        !traced.has_float_output())
      return;
    EXPECT_LE(traced.second_order_error(), 1e-6);
  });
}

TEST_P(Op, IsTheSameInAPlan) {
  each_case([](const OpCase& example) {
    TracedCase traced(example);
    Fetches expected = Interpreter(traced.graph, traced.store).run(traced.feeds);
    Plan reference(traced.graph, traced.store, {.backend = Backend::reference, .optimise = false});
    Plan best(traced.graph, traced.store);
    const Fetches &exact = reference.run(traced.feeds), &close = best.run(traced.feeds);
    for (const auto& [name, tensor] : expected.tensors()) {
      EXPECT_TRUE(same_bits(exact[name], tensor)) << name << " on the reference kernels";
      EXPECT_LE(relative_error(close[name], tensor, scale_of(example.op)), example.kernel_bound)
          << name << " on " << best.steps().back().kernel;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(All, Op, testing::ValuesIn(op_and_function_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace percept::proof
