// src/ops/average_pool2d_backward.cpp - each gradient shared out evenly over its window; linear, so its
// gradient is average pooling itself.
#include "pool2d_rules.hpp"

namespace percept {

const OpDef& average_pool2d_backward_op() {
  static const OpDef op =
      OpDef("average_pool2d_backward")
          .doc("The gradient of average pooling.",
               R"(\bar x_{ncuv} = \frac{1}{hw} \sum_{k,l} g_{ncij},\; is+k-p=u,\; js+l-p=v)")
          .input("grad", "N C H W")
          .output("input_grad", "N C H W")
          .options<AveragePoolBackwardOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<AveragePoolBackwardOptions>();
            c.require_float(0);
            c.require(o.shape.rank() == 4 && pooled(o.shape, o.pool) == c.shape(0), "ops.pool2d.backward",
                      {{"input", to_string(o.shape)}, {"grad", to_string(c.shape(0))}});
            c.output(c.dtype(0), o.shape);
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0, average_pool2d(c.grad(), c.options<AveragePoolBackwardOptions>().pool));
          });
  return op;
}

Value average_pool2d_backward(Value grad, AveragePoolBackwardOptions options, Location at) {
  return emit(average_pool2d_backward_op(), {grad}, Attributes::of(options), at);
}

}  // namespace percept
