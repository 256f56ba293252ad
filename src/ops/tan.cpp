// src/ops/tan.cpp - y = tan x; dy/dx = 1 + y^2.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& tan_op() {
  static const OpDef op =
      OpDef("tan")
          .doc("The tangent of an angle in radians.", R"(y = \tan x)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * (c.output() * c.output() + 1.0)); });
  return op;
}

Value tan(Value x, Location at) { return emit(tan_op(), {x}, {}, at); }

}  // namespace percept
