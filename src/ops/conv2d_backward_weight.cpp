// src/ops/conv2d_backward_weight.cpp - dL/dw[o,c,k,l] = sum_{n,i,j} g[n,o,i,j] x[n, c, i*s+k*d-p, j*s+l*d-p].
#include "conv2d_rules.hpp"

namespace percept {

const OpDef& conv2d_backward_weight_op() {
  static const OpDef op =
      OpDef("conv2d_backward_weight")
          .doc("The gradient of conv2d with respect to its weight.",
               R"(\bar w_{ockl} = \sum_{n,i,j} g_{noij}\; x_{n,\,c,\,is+kd-p,\,js+ld-p})")
          .input("grad", "N C H W")
          .input("input", "N C H W")
          .output("weight_grad", "out in h w")
          .options<Conv2dBackwardOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<Conv2dBackwardOptions>();
            c.require_float(0);
            c.require_same_dtype(0, 1);
            c.require(conv2d_gives(c.shape(1), o.shape, c.shape(0), o.conv), "ops.conv2d.backward",
                      {{"input", to_string(c.shape(1))},
                       {"weight", to_string(o.shape)},
                       {"grad", to_string(c.shape(0))}});
            c.output(c.dtype(0), o.shape);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<Conv2dBackwardOptions>();
            if (c.wants(0)) c.set(0, conv2d(c.input(1), c.grad(), {}, o.conv));
            if (c.wants(1))
              c.set(1, conv2d_backward_input(c.input(0), c.grad(), {c.input(1).shape(), o.conv}));
          });
  return op;
}

Value conv2d_backward_weight(Value grad, Value input, Conv2dBackwardOptions options, Location at) {
  return emit(conv2d_backward_weight_op(), {grad, input}, Attributes::of(options), at);
}

}  // namespace percept
