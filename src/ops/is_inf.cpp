// src/ops/is_inf.cpp - whether x is infinite, as bool.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& is_inf_op() {
  static const OpDef op = OpDef("is_inf")
                              .doc("Whether an element is infinite.", R"(y = [\,|x| = \infty\,])")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                if (c.require_float(0)) c.output(DType::boolean, c.shape(0));
                              })
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value is_inf(Value x, Location at) { return emit(is_inf_op(), {x}, {}, at); }

}  // namespace percept
