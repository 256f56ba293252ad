// Plans that may take factors in bf16: they do so where the processor can, stay near f32, and learn as well.
#include <gtest/gtest.h>

#include "percept/kernels/isa.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

class MixedPrecision : public testing::Test {
 protected:
  void SetUp() override {
    if (!computes_bf16()) GTEST_SKIP() << "this processor multiplies bf16 no faster than f32";
  }
};

std::vector<double> losses(nn::Sequential network, std::int64_t batch, int steps, Precision precision) {
  ParameterStore store(3);
  Program program(store, training(network, {.lr = 0.05}), {.plan = {.precision = precision}});
  std::vector<double> out;
  for (int step = 0; step < steps; ++step)
    out.push_back(program.run(formula_batch(batch, step % 4)).number("loss"));
  return out;
}

TEST_F(MixedPrecision, TakesFactorsInBf16) {
  ParameterStore store;
  Program program(store, training(mlp()), {.plan = {.precision = Precision::mixed}});
  int reordered = 0;
  for (const PlanStep& step : program.plan(formula_batch(32, 0)).steps())
    for (const std::string& output : step.outputs) reordered += output.find("bf16") != output.npos;
  EXPECT_GT(reordered, 2) << "inputs, weights and gradients";
}

TEST_F(MixedPrecision, FollowsF32WithinItsRounding) {
  for (auto [network, batch] : {std::pair(mlp(), 32), std::pair(lenet(), 64)}) {
    std::vector<double> exact = losses(network, batch, 30, Precision::single),
                        mixed = losses(network, batch, 30, Precision::mixed);
    EXPECT_NE(exact, mixed) << "nothing was rounded";
    for (std::size_t i = 0; i < exact.size(); ++i) EXPECT_NEAR(mixed[i], exact[i], 0.02 * exact[0]) << i;
  }
}

TEST(Precision, ParametersStayF32) {
  ParameterStore store;
  Program program(store, training(mlp()), {.plan = {.precision = Precision::mixed}});
  program.run(formula_batch(32, 0));
  for (const auto& [path, entry] : store.entries())
    EXPECT_EQ(entry.value.dtype(), entry.parameter.type.dtype) << path;
}

}  // namespace
}  // namespace percept::proof
