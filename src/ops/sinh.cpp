// src/ops/sinh.cpp - y = (e^x - e^-x) / 2; dy/dx = cosh x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sinh_op() {
  static const OpDef op =
      OpDef("sinh")
          .doc("The hyperbolic sine.", R"(y = \frac{e^{x} - e^{-x}}{2})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * cosh(c.input(0))); });
  return op;
}

Value sinh(Value x, Location at) { return emit(sinh_op(), {x}, {}, at); }

}  // namespace percept
