// src/ops/hard_tanh.cpp - y = x held between low and high, -1 and 1 unless said otherwise.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& hard_tanh_op() {
  static const OpDef op =
      OpDef("hard_tanh")
          .doc("A tanh of three straight lines.", R"(y = \min(\max(x, \mathrm{low}), \mathrm{high}))")
          .input("x")
          .output("y")
          .options<HardTanhOptions>()
          .elementwise_op()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<HardTanhOptions>();
            c.require(o.low <= o.high, "ops.clip.bounds", {{"low", o.low}, {"high", o.high}});
            same_as_input(c);
          })
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<HardTanhOptions>();
            return std::vector<Value>{held_between(x, o.low, o.high)};
          });
  return op;
}

Value hard_tanh(Value x, HardTanhOptions options, Location at) {
  return emit(hard_tanh_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
