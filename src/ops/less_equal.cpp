// src/ops/less_equal.cpp - y = [a <= b], as bool.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& less_equal_op() {
  static const OpDef op = OpDef("less_equal")
                              .doc("Whether the first number is less or equal.", R"(y = [\,a \le b\,])")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(comparison)
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value less_equal(Value a, Value b, Location at) { return emit_broadcast(less_equal_op(), {a, b}, at); }

}  // namespace percept
