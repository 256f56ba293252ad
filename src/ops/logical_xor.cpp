// src/ops/logical_xor.cpp - y = a or else b, of bools.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& logical_xor_op() {
  static const OpDef op = OpDef("logical_xor")
                              .doc("Whether exactly one holds.", R"(y = a \oplus b)")
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

Value logical_xor(Value a, Value b, Location at) { return emit_broadcast(logical_xor_op(), {a, b}, at); }

}  // namespace percept
