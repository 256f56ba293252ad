// src/ops/max_pool2d.cpp - y[n,c,i,j] = max over the window of x; beside it, where that element stood.
#include "pool2d_rules.hpp"

namespace percept {

const OpDef& max_pool2d_op() {
  static const OpDef op =
      OpDef("max_pool2d")
          .doc("The largest element of each window, and its place.",
               R"(y_{ncij} = \max_{k,l} x_{n,\,c,\,is+k-p,\,js+l-p})")
          .input("input", "N C H W")
          .output("output", "N C H W")
          .output("indices", "N C H W")
          .options<Pool2dOptions>()
          .shape_rule([](ShapeContext& c) {
            if (std::optional<Shape> out = require_pool(c, c.options<Pool2dOptions>())) {
              c.output(c.dtype(0), *out);
              c.output(DType::i32, *out);
            }
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0, max_pool2d_backward(c.grad(0), c.output(1),
                                         {c.input(0).shape(), c.options<Pool2dOptions>()}));
          });
  return op;
}

MaxPool2d max_pool2d(Value input, Pool2dOptions options, Location at) {
  auto outputs = input.graph().append(max_pool2d_op(), {input}, Attributes::of(options), at);
  return {outputs[0], outputs[1]};
}

}  // namespace percept
