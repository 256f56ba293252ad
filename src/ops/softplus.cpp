// src/ops/softplus.cpp - y = ln(1 + e^(beta x)) / beta, written so that it cannot overflow.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& softplus_op() {
  static const OpDef op =
      OpDef("softplus")
          .doc("A smooth relu.", R"(y = \frac{1}{\beta} \ln(1 + e^{\beta x}))")
          .input("x")
          .output("y")
          .options<SoftplusOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<SoftplusOptions>();
            Value above = maximum(x, number_like(x, 0));  // of slope 1/2 at zero, as y
            return std::vector<Value>{above + log1p(exp(-o.beta * abs(x))) / o.beta};
          });
  return op;
}

Value softplus(Value x, SoftplusOptions options, Location at) {
  return emit(softplus_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
