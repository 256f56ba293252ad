// src/ops/acosh.cpp - y = ln(x + sqrt(x^2 - 1)); dy/dx = 1 / sqrt(x^2 - 1).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& acosh_op() {
  static const OpDef op = OpDef("acosh")
                              .doc("The inverse of the hyperbolic cosine.", R"(y = \ln(x + \sqrt{x^2 - 1}))")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, c.grad() / sqrt(c.input(0) * c.input(0) - 1.0));
                              });
  return op;
}

Value acosh(Value x, Location at) { return emit(acosh_op(), {x}, {}, at); }

}  // namespace percept
