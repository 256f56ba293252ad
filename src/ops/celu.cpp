// src/ops/celu.cpp - y = x where x > 0, else alpha (e^(x / alpha) - 1). Barron 2017.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& celu_op() {
  static const OpDef op =
      OpDef("celu")
          .doc("An elu whose slope is 1 at zero for every alpha.",
               R"(y = \max(x, 0) + \alpha (e^{\min(x, 0) / \alpha} - 1))")
          .input("x")
          .output("y")
          .options<EluOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<EluOptions>();
            return std::vector<Value>{positive(x) + o.alpha * expm1(negative(x) / o.alpha)};
          });
  return op;
}

Value celu(Value x, EluOptions options, Location at) {
  return emit(celu_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
