// src/ops/conv2d_backward_input.cpp - dL/dx[n,c,u,v] = sum over o,i,j,k,l with i*s+k*d-p = u, j*s+l*d-p = v
// of g[n,o,i,j] w[o,c,k,l]. It is linear in g and in w, so its gradients are the other two of the family.
#include "conv2d_rules.hpp"

namespace percept {

const OpDef& conv2d_backward_input_op() {
  static const OpDef op =
      OpDef("conv2d_backward_input")
          .doc("The gradient of conv2d with respect to its input; the transposed convolution.",
               R"(\bar x_{ncuv} = \sum_{o,k,l} g_{noij}\, w_{ockl},\; is+kd-p=u,\; js+ld-p=v)")
          .input("grad", "N C H W")
          .input("weight", "out in h w")
          .output("input_grad", "N C H W")
          .options<Conv2dBackwardOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<Conv2dBackwardOptions>();
            c.require_float(0);
            c.require_same_dtype(0, 1);
            c.require(conv2d_gives(o.shape, c.shape(1), c.shape(0), o.conv), "ops.conv2d.backward",
                      {{"input", to_string(o.shape)},
                       {"weight", to_string(c.shape(1))},
                       {"grad", to_string(c.shape(0))}});
            c.output(c.dtype(0), o.shape);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<Conv2dBackwardOptions>();
            if (c.wants(0)) c.set(0, conv2d(c.grad(), c.input(1), {}, o.conv));
            if (c.wants(1))
              c.set(1, conv2d_backward_weight(c.input(0), c.grad(), {c.input(1).shape(), o.conv}));
          });
  return op;
}

Value conv2d_backward_input(Value grad, Value weight, Conv2dBackwardOptions options, Location at) {
  return emit(conv2d_backward_input_op(), {grad, weight}, Attributes::of(options), at);
}

}  // namespace percept
