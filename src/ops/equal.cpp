// src/ops/equal.cpp - y = [a = b], as bool.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& equal_op() {
  static const OpDef op = OpDef("equal")
                              .doc("Whether two elements are the same.", R"(y = [\,a = b\,])")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(comparison)
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value equal(Value a, Value b, Location at) { return emit_broadcast(equal_op(), {a, b}, at); }
Value not_equal(Value a, Value b, Location at) { return logical_not(equal(a, b, at), at); }

}  // namespace percept
