// src/ops/acos.cpp - y = arccos x; dy/dx = -1 / sqrt(1 - x^2).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& acos_op() {
  static const OpDef op = OpDef("acos")
                              .doc("The angle whose cosine is x.", R"(y = \arccos x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, -(c.grad() / sqrt(1.0 - c.input(0) * c.input(0))));
                              });
  return op;
}

Value acos(Value x, Location at) { return emit(acos_op(), {x}, {}, at); }

}  // namespace percept
