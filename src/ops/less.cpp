// src/ops/less.cpp - y = [a < b], as bool.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& less_op() {
  static const OpDef op = OpDef("less")
                              .doc("Whether the first number is less.", R"(y = [\,a < b\,])")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(comparison)
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value less(Value a, Value b, Location at) { return emit_broadcast(less_op(), {a, b}, at); }

}  // namespace percept
