// src/ops/exp.cpp - y = e^x; dy/dx = y.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& exp_op() {
  static const OpDef op = OpDef("exp")
                              .doc("The exponential.", R"(y = e^{x})")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * c.output()); });
  return op;
}

Value exp(Value x, Location at) { return emit(exp_op(), {x}, {}, at); }

}  // namespace percept
