// src/ops/atan.cpp - y = arctan x; dy/dx = 1 / (1 + x^2).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& atan_op() {
  static const OpDef op =
      OpDef("atan")
          .doc("The angle whose tangent is x.", R"(y = \arctan x)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() / (c.input(0) * c.input(0) + 1.0)); });
  return op;
}

Value atan(Value x, Location at) { return emit(atan_op(), {x}, {}, at); }

}  // namespace percept
