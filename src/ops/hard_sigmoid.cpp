// src/ops/hard_sigmoid.cpp - y = relu6(x + 3) / 6.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& hard_sigmoid_op() {
  static const OpDef op =
      OpDef("hard_sigmoid")
          .doc("A sigmoid of three straight lines.", R"(y = \frac{\min(\max(x + 3, 0), 6)}{6})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
            Value x = inputs[0];
            return std::vector<Value>{held_between(x + 3.0, 0, 6) / 6.0};
          });
  return op;
}

Value hard_sigmoid(Value x, Location at) { return emit(hard_sigmoid_op(), {x}, {}, at); }

}  // namespace percept
