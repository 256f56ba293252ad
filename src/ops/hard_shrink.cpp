// src/ops/hard_shrink.cpp - y = x where |x| > bound, else 0.
#include "percept/ops/activation.hpp"
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& hard_shrink_op() {
  static const OpDef op =
      OpDef("hard_shrink")
          .doc("Sets what is small to zero.", R"(y = x\,[\,|x| > b\,])")
          .input("x")
          .output("y")
          .options<ShrinkOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<ShrinkOptions>();
            return std::vector<Value>{where(less_equal(abs(x), number_like(x, o.bound)), 0, x)};
          });
  return op;
}

Value hard_shrink(Value x, ShrinkOptions options, Location at) {
  return emit(hard_shrink_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
