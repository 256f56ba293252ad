// src/ops/mul.cpp - y = a b.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& mul_op() {
  static const OpDef op = OpDef("mul")
                              .doc("Multiplies element by element.", R"(y = a \, b)")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_types)
                              .gradient_rule([](GradientContext& c) {
                                if (c.wants(0)) c.set(0, c.grad() * c.input(1));
                                if (c.wants(1)) c.set(1, c.grad() * c.input(0));
                              });
  return op;
}

Value mul(Value a, Value b, Location at) { return emit_broadcast(mul_op(), {a, b}, at); }

}  // namespace percept
