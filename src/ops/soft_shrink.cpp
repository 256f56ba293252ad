// src/ops/soft_shrink.cpp - y = x moved by bound towards 0, and 0 where that would pass it.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& soft_shrink_op() {
  static const OpDef op =
      OpDef("soft_shrink")
          .doc("Moves a number towards zero.", R"(y = x - \min(\max(x, -b), b))")
          .input("x")
          .output("y")
          .options<ShrinkOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<ShrinkOptions>();
            return std::vector<Value>{x - clip(x, {.low = -o.bound, .high = o.bound})};
          });
  return op;
}

Value soft_shrink(Value x, ShrinkOptions options, Location at) {
  return emit(soft_shrink_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
