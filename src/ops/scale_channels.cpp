// src/ops/scale_channels.cpp - y = s_c x + t_c (+ r, then max(., 0) if asked): what a norm with known
// statistics does.
#include "norm_rules.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"

namespace percept {

const OpDef& scale_channels_op() {
  static const OpDef op = OpDef("scale_channels")
                              .doc("A factor and a term for each channel; a residual and a relu may follow.",
                                   R"(y = s_c\, x + t_c)")
                              .input("x")
                              .input("scale", "C")
                              .input("shift", "C")
                              .optional_input("residual")
                              .output("y")
                              .options<ScaleChannelsOptions>()
                              .shape_rule([](ShapeContext& c) {
                                if (!require_channel_vectors(c, 1, {"scale", "shift"})) return;
                                if (c.has(3)) c.require_same_dtype(0, 3), c.require_same_shape(0, 3);
                                c.output(c.type(0));
                              })
                              .gradient_rule([](GradientContext& c) {
                                Value x = c.input(0), g = c.grad();
                                if (c.options<ScaleChannelsOptions>().relu) g = relu_backward(g, c.output());
                                ReduceOptions over{all_but_channels(x.shape()), false};
                                if (c.wants(0)) c.set(0, g * per_channel(c.input(1), x));
                                if (c.wants(1)) c.set(1, reduce_sum(g * x, over));
                                if (c.wants(2)) c.set(2, reduce_sum(g, over));
                                if (c.has(3)) c.set(3, g);
                              });
  return op;
}

Value scale_channels(Value x, Value scale, Value shift, Value residual, ScaleChannelsOptions options,
                     Location at) {
  require_channels("scale_channels", x, {scale, shift}, at);
  std::vector<Value> inputs = {x, scale, shift};
  if (residual) inputs.push_back(residual);
  return emit(scale_channels_op(), std::move(inputs), Attributes::of(options), at);
}

}  // namespace percept
