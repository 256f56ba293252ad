// src/ops/elu.cpp - y = x where x > 0, else alpha (e^x - 1). Clevert et al. 2015.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& elu_op() {
  static const OpDef op =
      OpDef("elu")
          .doc("Keeps what is positive and bends what is not towards -alpha.",
               R"(y = \max(x, 0) + \alpha (e^{\min(x, 0)} - 1))")
          .input("x")
          .output("y")
          .options<EluOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<EluOptions>();
            return std::vector<Value>{positive(x) + o.alpha * expm1(negative(x))};
          });
  return op;
}

Value elu(Value x, EluOptions options, Location at) {
  return emit(elu_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
