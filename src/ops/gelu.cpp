// src/ops/gelu.cpp - y = x P(X <= x) for a normal X. Hendrycks and Gimpel 2016.
#include <numbers>

#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {
namespace {

constexpr double kRoot2OverPi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;

}  // namespace

const OpDef& gelu_op() {
  static const OpDef op =
      OpDef("gelu")
          .doc("Weighs a number by the probability that a normal one is smaller.",
               R"(y = \frac{x}{2} \left(1 + \mathrm{erf} \frac{x}{\sqrt{2}}\right))")
          .input("x")
          .output("y")
          .options<GeluOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<GeluOptions>();
            Value bent = o.tanh ? tanh(kRoot2OverPi * (x + 0.044715 * (x * x * x)))
                                : erf(x * (std::numbers::sqrt2 / 2));
            return std::vector<Value>{0.5 * x * (1.0 + bent)};
          });
  return op;
}

Value gelu(Value x, GeluOptions options, Location at) {
  return emit(gelu_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
