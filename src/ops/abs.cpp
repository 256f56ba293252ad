// src/ops/abs.cpp - y = |x|; dy/dx = sign x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& abs_op() {
  static const OpDef op =
      OpDef("abs")
          .doc("The distance from zero.", R"(y = |x|)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_number)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * sign(c.input(0))); });
  return op;
}

Value abs(Value x, Location at) { return emit(abs_op(), {x}, {}, at); }

}  // namespace percept
