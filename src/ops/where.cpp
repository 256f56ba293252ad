// src/ops/where.cpp - y = a where the condition holds, else b; the gradient goes to the one that was taken.
#include "percept/ops/comparison.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& where_op() {
  static const OpDef op = OpDef("where")
                              .doc("Takes from the first where a condition holds, else from the second.",
                                   R"(y = c\,a + (1 - c)\,b)")
                              .input("condition")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                c.require_dtype(0, DType::boolean);
                                if (!c.require_same_shape(0, 1)) c.hint("ops.broadcast.hint");
                                if (!c.require_same_shape(1, 2)) c.hint("ops.broadcast.hint");
                                if (c.require_same_dtype(1, 2)) c.output(c.type(1));
                              })
                              .gradient_rule([](GradientContext& c) {
                                Value zero = number_like(c.grad(), 0);
                                c.set(1, where(c.input(0), c.grad(), zero));
                                c.set(2, where(c.input(0), zero, c.grad()));
                              });
  return op;
}

Value where(Value condition, Value a, Value b, Location at) {
  return emit_broadcast(where_op(), {condition, a, b}, at);
}

Value where(Value condition, Value a, double b, Location at) {
  return where(condition, a, number_like(a, b), at);
}
Value where(Value condition, double a, Value b, Location at) {
  return where(condition, number_like(b, a), b, at);
}

}  // namespace percept
