// src/ops/sin.cpp - y = sin x; dy/dx = cos x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sin_op() {
  static const OpDef op =
      OpDef("sin")
          .doc("The sine of an angle in radians.", R"(y = \sin x)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * cos(c.input(0))); });
  return op;
}

Value sin(Value x, Location at) { return emit(sin_op(), {x}, {}, at); }

}  // namespace percept
