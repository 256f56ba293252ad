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
          .options<ClipOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<ClipOptions>();
            return std::vector<Value>{clip(x, o)};
          });
  return op;
}

Value hard_tanh(Value x, ClipOptions options, Location at) {
  return emit(hard_tanh_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
