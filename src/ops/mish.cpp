// src/ops/mish.cpp - y = x tanh(ln(1 + e^x)). Misra 2019.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& mish_op() {
  static const OpDef op =
      OpDef("mish")
          .doc("Weighs a number by the tanh of its softplus.", R"(y = x \tanh(\ln(1 + e^{x})))")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
            Value x = inputs[0];
            return std::vector<Value>{x * tanh(softplus(x))};
          });
  return op;
}

Value mish(Value x, Location at) { return emit(mish_op(), {x}, {}, at); }

}  // namespace percept
