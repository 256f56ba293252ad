// src/ops/logical_or.cpp - y = a or b, of bools.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& logical_or_op() {
  static const OpDef op = OpDef("logical_or")
                              .doc("Whether at least one holds.", R"(y = a \lor b)")
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

Value logical_or(Value a, Value b, Location at) { return emit_broadcast(logical_or_op(), {a, b}, at); }

}  // namespace percept
