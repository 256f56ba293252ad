// src/ops/conv2d.cpp - y[n,o,i,j] = b[o] + sum_{c,k,l} x[n, c, i*s+k*d-p, j*s+l*d-p] w[o,c,k,l].
#include "conv2d_rules.hpp"
#include "percept/ops/reduction.hpp"

namespace percept {

Shape conv2d_shape(const Shape& x, const Shape& w, const Conv2dOptions& o) {
  return {x[0], w[0], windows(x[2], o.padding.top, o.padding.bottom, w[2], o.stride.h, o.dilation.h),
          windows(x[3], o.padding.left, o.padding.right, w[3], o.stride.w, o.dilation.w)};
}

std::optional<Shape> require_conv2d(ShapeContext& c, const Conv2dOptions& o) {
  c.require_float(0);
  c.require_same_dtype(0, 1);
  bool ranks = c.require_rank(0, 4);
  if (!(c.require_rank(1, 4) && ranks)) return std::nullopt;
  const Shape &x = c.shape(0), &w = c.shape(1);
  if (!c.require(
          o.groups >= 1 && o.stride.h >= 1 && o.stride.w >= 1 && o.dilation.h >= 1 && o.dilation.w >= 1,
          "ops.conv2d.positive"))
    return std::nullopt;
  if (o.groups == 1 && !c.require(x[1] == w[1], "ops.conv2d.channels", {{"actual", x[1]}, {"wanted", w[1]}}))
    c.hint(w[1] == 1 ? "ops.conv2d.grey.hint" : "ops.conv2d.channels.hint", {{"actual", x[1]}});
  if (o.groups > 1) {
    c.require(x[1] == w[1] * o.groups, "ops.conv2d.group_channels",
              {{"actual", x[1]}, {"wanted", w[1]}, {"groups", o.groups}});
    c.require(w[0] % o.groups == 0, "ops.conv2d.groups", {{"out", w[0]}, {"groups", o.groups}});
  }
  if (c.has(2))
    c.require(c.shape(2) == Shape{w[0]}, "ops.bias", {{"bias", to_string(c.shape(2))}, {"out", w[0]}});
  Shape y = conv2d_shape(x, w, o);
  if (!c.require(y[2] > 0 && y[3] > 0, "ops.window",
                 {{"kernel", to_string(Shape{w[2], w[3]})},
                  {"image", to_string(Shape{x[2] + o.padding.top + o.padding.bottom,
                                            x[3] + o.padding.left + o.padding.right})}}))
    c.hint("ops.window.hint");
  return y;
}

const OpDef& conv2d_op() {
  static const OpDef op =
      OpDef("conv2d")
          .doc("Slides a kernel over an image: at each place the sum of products.",
               R"(y_{noij} = b_o + \sum_{c,k,l} x_{n,\,c,\,is+kd-p,\,js+ld-p}\; w_{ockl})")
          .input("input", "N C H W")
          .input("weight", "out in h w")
          .optional_input("bias", "out")
          .output("output", "N C H W")
          .options<Conv2dOptions>()
          .shape_rule([](ShapeContext& c) {
            if (std::optional<Shape> out = require_conv2d(c, c.options<Conv2dOptions>()))
              c.output(c.dtype(0), *out);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<Conv2dOptions>();
            if (c.wants(0)) c.set(0, conv2d_backward_input(c.grad(), c.input(1), {c.input(0).shape(), o}));
            if (c.wants(1)) c.set(1, conv2d_backward_weight(c.grad(), c.input(0), {c.input(1).shape(), o}));
            if (c.wants(2)) c.set(2, reduce_sum(c.grad(), {.axes = {0, 2, 3}}));
          });
  return op;
}

Value conv2d(Value input, Value weight, Value bias, Conv2dOptions options, Location at) {
  std::vector<Value> inputs = {input, weight};
  if (bias) inputs.push_back(bias);
  return emit(conv2d_op(), std::move(inputs), Attributes::of(options), at);
}

}  // namespace percept
