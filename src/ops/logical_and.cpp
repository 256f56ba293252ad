// src/ops/logical_and.cpp - y = a and b, of bools.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& logical_and_op() {
  static const OpDef op = OpDef("logical_and")
                              .doc("Whether both hold.", R"(y = a \land b)")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                c.require_dtype(0, DType::boolean);
                                comparison(c);
                              })
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value logical_and(Value a, Value b, Location at) { return emit_broadcast(logical_and_op(), {a, b}, at); }

}  // namespace percept
