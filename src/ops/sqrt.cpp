// src/ops/sqrt.cpp - y = the square root of x; dy/dx = 1 / (2 y).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sqrt_op() {
  static const OpDef op =
      OpDef("sqrt")
          .doc("The square root.", R"(y = \sqrt{x})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() / (2.0 * c.output())); });
  return op;
}

Value sqrt(Value x, Location at) { return emit(sqrt_op(), {x}, {}, at); }

}  // namespace percept
