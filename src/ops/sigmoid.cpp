// src/ops/sigmoid.cpp - y = 1 / (1 + e^-x); dy/dx = y (1 - y).
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sigmoid_op() {
  static const OpDef op =
      OpDef("sigmoid")
          .doc("Squeezes a number into (0, 1).", R"(y = \frac{1}{1 + e^{-x}})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * (c.output() * (1.0 - c.output()))); });
  return op;
}

Value sigmoid(Value x, Location at) { return emit(sigmoid_op(), {x}, {}, at); }

}  // namespace percept
