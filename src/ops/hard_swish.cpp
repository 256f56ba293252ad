// src/ops/hard_swish.cpp - y = x relu6(x + 3) / 6. Howard et al. 2019.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& hard_swish_op() {
  static const OpDef op =
      OpDef("hard_swish")
          .doc("A silu of straight lines and a parabola.", R"(y = x \frac{\min(\max(x + 3, 0), 6)}{6})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
            Value x = inputs[0];
            return std::vector<Value>{x * (clip(x + 3.0, {.low = 0, .high = 6}) / 6.0)};
          });
  return op;
}

Value hard_swish(Value x, Location at) { return emit(hard_swish_op(), {x}, {}, at); }

}  // namespace percept
