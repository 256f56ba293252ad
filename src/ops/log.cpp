// src/ops/log.cpp - y = ln x; dy/dx = 1 / x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& log_op() {
  static const OpDef op = OpDef("log")
                              .doc("The natural logarithm.", R"(y = \ln x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) { c.set(0, c.grad() / c.input(0)); });
  return op;
}

Value log(Value x, Location at) { return emit(log_op(), {x}, {}, at); }

}  // namespace percept
