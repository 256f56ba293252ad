// src/ops/cosh.cpp - y = (e^x + e^-x) / 2; dy/dx = sinh x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& cosh_op() {
  static const OpDef op =
      OpDef("cosh")
          .doc("The hyperbolic cosine.", R"(y = \frac{e^{x} + e^{-x}}{2})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * sinh(c.input(0))); });
  return op;
}

Value cosh(Value x, Location at) { return emit(cosh_op(), {x}, {}, at); }

}  // namespace percept
