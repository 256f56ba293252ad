// src/ops/tanh.cpp - y = tanh x; dy/dx = 1 - y^2.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& tanh_op() {
  static const OpDef op =
      OpDef("tanh")
          .doc("Squeezes a number into (-1, 1).", R"(y = \tanh x)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * (1.0 - c.output() * c.output())); });
  return op;
}

Value tanh(Value x, Location at) { return emit(tanh_op(), {x}, {}, at); }

}  // namespace percept
