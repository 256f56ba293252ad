// src/ops/is_nan.cpp - whether x is no number (0 / 0), as bool.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& is_nan_op() {
  static const OpDef op = OpDef("is_nan")
                              .doc("Whether an element is no number (0 / 0).", R"(y = [\,x \neq x\,])")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                if (c.require_float(0)) c.output(DType::boolean, c.shape(0));
                              })
                              .no_gradient("it jumps between 0 and 1");
  return op;
}

Value is_nan(Value x, Location at) { return emit(is_nan_op(), {x}, {}, at); }

}  // namespace percept
