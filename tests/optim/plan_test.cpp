// How an optimiser's step is run: one fused pass over each parameter, and arithmetic of single numbers.
#include <gtest/gtest.h>

#include "percept/optim/optimizers.hpp"
#include "percept/runtime/program.hpp"
#include "runtime/networks.hpp"

namespace percept::proof {
namespace {

// The elements of `f32[64, 784] plain`.
std::int64_t elements(const std::string& output) {
  std::int64_t product = 1, number = 0;
  std::size_t at = output.find('[');
  if (at == output.npos) return 1;
  bool digits = false;
  for (++at; at < output.size(); ++at) {
    char c = output[at];
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0'), digits = true;
    } else {
      if (digits) product *= number;
      number = 0, digits = false;
      if (c == ']') break;
    }
  }
  return product;
}

struct Tally {
  int fused = 0;                    // steps on native:elementwise over tensors
  std::vector<std::string> others;  // other steps over tensors
};

Tally tally(const optim::AnyConfig& config, const optim::UpdateOptions& around = {}) {
  ParameterStore store;
  Program program(store, [&](Graph& graph) {
    Value loss = nn::cross_entropy(mlp()(graph.feed("image")), graph.feed("label"));
    optim::make_optimizer(config)->minimize(loss, around);
    graph.fetch("loss", loss);
  });
  Tally found;
  for (const PlanStep& step : program.plan(formula_batch(8, 0)).steps()) {
    if (step.path != "optim") continue;
    std::int64_t largest = 0;
    for (const std::string& output : step.outputs) largest = std::max(largest, elements(output));
    if (largest <= 1) continue;
    if (step.kernel == "native:elementwise")
      ++found.fused;
    else
      found.others.push_back(step.op + " on " + step.kernel + " " + step.outputs[0]);
  }
  return found;
}

TEST(Step, OfAdamIsOneFusedPassOverEachParameter) {
  Tally found = tally(optim::AdamConfig{});
  EXPECT_EQ(found.fused, 6) << "mlp() has six parameters";
  EXPECT_EQ(found.others, std::vector<std::string>{});
}

// Lion's direction and average read the same but not each other: two passes. LAMB has the lengths of the
// parameter and of its step to find before: three.
TEST(Step, OfEveryOptimizerIsFused) {
  for (double weight_decay : {0.0, 0.125})
    optim::any_alternative<optim::AnyConfig>([&](auto config) {
      config.weight_decay = weight_decay;
      Tally found = tally(config);
      int passes = config.kName == "lamb" ? 3 : config.kName == "lion" ? 2 : 1;
      EXPECT_EQ(found.fused, 6 * passes) << config.kName << ", weight decay " << weight_decay;
      EXPECT_EQ(found.others, std::vector<std::string>{}) << config.kName;
      return false;
    });
}

// The factor of a clipped gradient is one number; it is applied in the same pass.
TEST(Step, WithClippingIsFused) {
  Tally found = tally(optim::AdamConfig{}, {.clip_norm = 1});
  EXPECT_EQ(found.others, std::vector<std::string>{});
}

}  // namespace
}  // namespace percept::proof
