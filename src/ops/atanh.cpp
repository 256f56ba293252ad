// src/ops/atanh.cpp - y = ln((1 + x) / (1 - x)) / 2; dy/dx = 1 / (1 - x^2).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& atanh_op() {
  static const OpDef op =
      OpDef("atanh")
          .doc("The inverse of the hyperbolic tangent.", R"(y = \frac{1}{2} \ln \frac{1 + x}{1 - x})")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() / (1.0 - c.input(0) * c.input(0))); });
  return op;
}

Value atanh(Value x, Location at) { return emit(atanh_op(), {x}, {}, at); }

}  // namespace percept
