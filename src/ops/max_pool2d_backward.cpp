// src/ops/max_pool2d_backward.cpp - dL/dx[n,c,q] = sum of g over the windows whose largest element stood at
// q.
#include "pool2d_rules.hpp"

namespace percept {

const OpDef& max_pool2d_backward_op() {
  static const OpDef op =
      OpDef("max_pool2d_backward")
          .doc("The gradient of max pooling: each gradient goes where its window's largest element stood.",
               R"(\bar x_{ncq} = \sum_{i,j:\, t_{ncij} = q} g_{ncij})")
          .input("grad", "N C H W")
          .input("indices", "N C H W")
          .output("input_grad", "N C H W")
          .options<PoolBackwardOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<PoolBackwardOptions>();
            c.require_float(0);
            c.require(c.dtype(1) == DType::i32, "ops.pool2d.indices", {{"actual", name_of(c.dtype(1))}});
            c.require_same_shape(0, 1);
            c.require(o.shape.rank() == 4 && pooled(o.shape, o.pool) == c.shape(0), "ops.pool2d.backward",
                      {{"input", to_string(o.shape)}, {"grad", to_string(c.shape(0))}});
            c.output(c.dtype(0), o.shape);
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0, max_pool2d_take(c.grad(), c.input(1), c.options<PoolBackwardOptions>().pool));
          });
  return op;
}

Value max_pool2d_backward(Value grad, Value indices, PoolBackwardOptions options, Location at) {
  return emit(max_pool2d_backward_op(), {grad, indices}, Attributes::of(options), at);
}

}  // namespace percept
