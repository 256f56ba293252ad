// src/ops/log1p.cpp - y = ln(1 + x), exact near zero; dy/dx = 1 / (1 + x).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& log1p_op() {
  static const OpDef op =
      OpDef("log1p")
          .doc("The natural logarithm of one more, exact near zero.", R"(y = \ln(1 + x))")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() / (c.input(0) + 1.0)); });
  return op;
}

Value log1p(Value x, Location at) { return emit(log1p_op(), {x}, {}, at); }

}  // namespace percept
