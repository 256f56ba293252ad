// src/ops/cos.cpp - y = cos x; dy/dx = -sin x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& cos_op() {
  static const OpDef op =
      OpDef("cos")
          .doc("The cosine of an angle in radians.", R"(y = \cos x)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, -(c.grad() * sin(c.input(0)))); });
  return op;
}

Value cos(Value x, Location at) { return emit(cos_op(), {x}, {}, at); }

}  // namespace percept
