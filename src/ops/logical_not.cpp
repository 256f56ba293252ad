// src/ops/logical_not.cpp - y = not x, of bools.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& logical_not_op() {
  static const OpDef op = OpDef("logical_not")
                              .doc("Whether it does not hold.", R"(y = \lnot x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                if (c.require_dtype(0, DType::boolean)) c.output(c.type(0));
                              })
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value logical_not(Value x, Location at) { return emit(logical_not_op(), {x}, {}, at); }

}  // namespace percept
