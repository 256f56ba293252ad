// src/ops/leaky_relu.cpp - y = x where x > 0, else slope x.
#include "percept/ops/activation.hpp"
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& leaky_relu_op() {
  static const OpDef op =
      OpDef("leaky_relu")
          .doc("Keeps what is positive, and a little of what is not.", R"(y = \max(x, 0) + s \min(x, 0))")
          .input("x")
          .output("y")
          .options<LeakyReluOptions>()
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            Value x = inputs[0];
            auto o = attributes.as<LeakyReluOptions>();
            return std::vector<Value>{where(less(number_like(x, 0), x), x, o.slope * x)};
          });
  return op;
}

Value leaky_relu(Value x, LeakyReluOptions options, Location at) {
  return emit(leaky_relu_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
