// src/ops/average_pool2d.cpp - y[n,c,i,j] = the mean of x over the window.
#include "pool2d_rules.hpp"

namespace percept {

const OpDef& average_pool2d_op() {
  static const OpDef op =
      OpDef("average_pool2d")
          .doc("The mean of each window.",
               R"(y_{ncij} = \frac{1}{hw} \sum_{k,l} x_{n,\,c,\,is+k-p,\,js+l-p})")
          .input("input", "N C H W")
          .output("output", "N C H W")
          .options<AveragePool2dOptions>()
          .shape_rule([](ShapeContext& c) {
            if (std::optional<Shape> out = require_pool(c, c.options<AveragePool2dOptions>()))
              c.output(c.dtype(0), *out);
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0,
                  average_pool2d_backward(c.grad(), {c.input(0).shape(), c.options<AveragePool2dOptions>()}));
          });
  return op;
}

Value average_pool2d(Value input, AveragePool2dOptions options, Location at) {
  return emit(average_pool2d_op(), {input}, Attributes::of(options), at);
}

}  // namespace percept
