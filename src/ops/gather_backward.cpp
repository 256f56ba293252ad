// src/ops/gather_backward.cpp - the gradient of gather: zeros, to which each element of `grad` is added at
// its index.
#include "indexing_rules.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept {

const OpDef& gather_backward_op() {
  static const OpDef op = OpDef("gather_backward")
                              .doc("Adds up the elements that have the same index along an axis.",
                                   R"(y_{a k b} = \sum_{j : k_{ajb} = k} g_{a j b})")
                              .input("grad")
                              .input("indices")
                              .output("y")
                              .options<ScatterOptions>()
                              .shape_rule([](ShapeContext& c) {
                                c.require_float(0);
                                auto o = c.options<ScatterOptions>();
                                int axis = c.axis(0, o.axis);
                                require_indices(c);
                                c.require(c.shape(0) == c.shape(1) && o.size >= 0, "ops.scatter.shape");
                                Shape shape = c.shape(0);
                                shape[axis] = o.size;
                                c.output(c.dtype(0), shape);
                              })
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, gather(c.grad(), c.input(1), c.options<ScatterOptions>().axis));
                              });
  return op;
}

Value gather_backward(Value grad, Value indices, ScatterOptions options, Location at) {
  return emit(gather_backward_op(), {grad, indices}, Attributes::of(options), at);
}

Value scatter_add(Value x, Value indices, Value values, std::int64_t axis, Location at) {
  int rank = x.shape().rank();
  if (axis < -rank || axis >= rank) return gather(x, indices, axis, at);  // which says what is wrong
  return add(x, gather_backward(values, indices, {.axis = axis, .size = x.shape()[int(axis)]}, at), at);
}

}  // namespace percept
