// src/ops/asin.cpp - y = arcsin x; dy/dx = 1 / sqrt(1 - x^2).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& asin_op() {
  static const OpDef op = OpDef("asin")
                              .doc("The angle whose sine is x.", R"(y = \arcsin x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, c.grad() / sqrt(1.0 - c.input(0) * c.input(0)));
                              });
  return op;
}

Value asin(Value x, Location at) { return emit(asin_op(), {x}, {}, at); }

}  // namespace percept
