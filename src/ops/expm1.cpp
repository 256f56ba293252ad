// src/ops/expm1.cpp - y = e^x - 1, exact near zero; dy/dx = y + 1.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& expm1_op() {
  static const OpDef op =
      OpDef("expm1")
          .doc("The exponential less one, exact near zero.", R"(y = e^{x} - 1)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, c.grad() * (c.output() + 1.0)); });
  return op;
}

Value expm1(Value x, Location at) { return emit(expm1_op(), {x}, {}, at); }

}  // namespace percept
