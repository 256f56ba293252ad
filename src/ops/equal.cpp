// src/ops/equal.cpp - y = [a = b], as bool.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& equal_op() {
  static const OpDef op = OpDef("equal")
                              .doc("Whether two elements are the same.", R"(y = [\,a = b\,])")
                              .input("a")
                              .input("b")
                              .output("y")
                              .shape_rule([](ShapeContext& c) {
                                c.require_same_dtype(0, 1);
                                if (!c.require_same_shape(0, 1)) c.hint("ops.broadcast.hint");
                                c.output(DType::boolean, c.shape(0));
                              })
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value equal(Value a, Value b, Location at) { return emit_broadcast(equal_op(), a, b, at); }

}  // namespace percept
