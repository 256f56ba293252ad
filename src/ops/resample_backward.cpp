// src/ops/resample_backward.cpp - dL/dx[a,j,b] = sum_i R[i,j] g[a,i,b]; linear, so its gradient is resample.
#include "resample_rules.hpp"

namespace percept {

const OpDef& resample_backward_op() {
  static const OpDef op = OpDef("resample_backward")
                              .doc("The gradient of resample.", R"(\bar x_{ajb} = \sum_i R_{ij}\, g_{aib})")
                              .input("grad")
                              .output("input_grad")
                              .options<ResampleBackwardOptions>()
                              .shape_rule([](ShapeContext& c) {
                                auto o = c.options<ResampleBackwardOptions>();
                                int axis = c.axis(0, o.forward.axis);
                                Shape out = c.shape(0);
                                if (!require_resampling(c, o.forward, o.from)) return;
                                c.require(out[axis] == o.forward.size, "ops.resample.backward",
                                          {{"actual", out[axis]}, {"wanted", o.forward.size}});
                                out[axis] = o.from;
                                c.output(c.dtype(0), std::move(out));
                              })
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, resample(c.grad(), c.options<ResampleBackwardOptions>().forward));
                              });
  return op;
}

Value resample_backward(Value grad, ResampleBackwardOptions options, Location at) {
  return emit(resample_backward_op(), {grad}, Attributes::of(options), at);
}

}  // namespace percept
