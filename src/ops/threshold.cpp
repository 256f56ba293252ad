// src/ops/threshold.cpp - y = x where x > threshold, else value.
#include "percept/ops/activation.hpp"
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& threshold_op() {
  static const OpDef op =
      OpDef("threshold")
          .doc("Replaces what is not above a threshold.", R"(y = x\,[\,x > t\,] + v\,[\,x \le t\,])")
          .input("x")
          .output("y")
          .options<ThresholdOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<ThresholdOptions>();
            return std::vector<Value>{where(less_equal(x, number_like(x, o.threshold)), o.value, x)};
          });
  return op;
}

Value threshold(Value x, ThresholdOptions options, Location at) {
  return emit(threshold_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
