// src/ops/sub.cpp - y = a - b.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sub_op() {
  static const OpDef op = OpDef("sub")
                              .doc("Subtracts element by element.", R"(y = a - b)")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_types)
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, c.grad());
                                c.set(1, -c.grad());
                              });
  return op;
}

Value sub(Value a, Value b, Location at) { return emit_broadcast(sub_op(), {a, b}, at); }

}  // namespace percept
