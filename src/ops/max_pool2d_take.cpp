// src/ops/max_pool2d_take.cpp - y[n,c,i,j] = x[n, c, t[n,c,i,j]]: max pooling whose choice is already made.
// With max_pool2d_backward, each the gradient of the other, pooling can be differentiated as often as one
// likes.
#include "pool2d_rules.hpp"

namespace percept {

const OpDef& max_pool2d_take_op() {
  static const OpDef op =
      OpDef("max_pool2d_take")
          .doc("The elements at the places that max pooling chose.", R"(y_{ncij} = x_{n,\,c,\,t_{ncij}})")
          .input("input", "N C H W")
          .input("indices", "N C H W")
          .output("output", "N C H W")
          .options<Pool2dOptions>()
          .shape_rule([](ShapeContext& c) {
            std::optional<Shape> out = require_pool(c, c.options<Pool2dOptions>());
            c.require(c.dtype(1) == DType::i32, "ops.pool2d.indices", {{"actual", name_of(c.dtype(1))}});
            if (!out) return;
            c.require(c.shape(1) == *out, "ops.pool2d.backward",
                      {{"input", to_string(c.shape(0))}, {"grad", to_string(c.shape(1))}});
            c.output(c.dtype(0), *out);
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0, max_pool2d_backward(c.grad(), c.input(1),
                                         {c.input(0).shape(), c.options<Pool2dOptions>()}));
          });
  return op;
}

Value max_pool2d_take(Value input, Value indices, Pool2dOptions options, Location at) {
  return emit(max_pool2d_take_op(), {input, indices}, Attributes::of(options), at);
}

}  // namespace percept
