// The transposed convolution: dL/dx of a conv2d, with the shape of x worked out from that of dL/dy.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/ops/elementwise.hpp"
#include "volume.hpp"

namespace percept {

Value conv2d_transpose(Value input, Value weight, Value bias, ConvTranspose2dOptions o, Location at) {
  require_volume("conv2d_transpose", input, weight, 2, at);
  const Shape &x = input.shape(), &w = weight.shape();
  auto refuse = [&](Problem problem) {
    refuse_volume("conv2d_transpose", input, weight, std::move(problem), at);
  };
  if (o.groups < 1 || o.stride.h < 1 || o.stride.w < 1 || o.dilation.h < 1 || o.dilation.w < 1)
    refuse(Problem("ops.conv2d.positive"));
  if (x[1] != w[0]) refuse(Problem("ops.conv2d.channels", {{"actual", x[1]}, {"wanted", w[0]}}));
  if (w[0] % o.groups != 0) refuse(Problem("ops.conv2d.groups", {{"out", w[0]}, {"groups", o.groups}}));
  // More than that would be a window of its own.
  bool small = o.output_padding.h >= 0 && o.output_padding.w >= 0 && o.output_padding.h < o.stride.h &&
               o.output_padding.w < o.stride.w;
  if (!small) refuse(Problem("ops.conv_transpose.output_padding"));
  auto size = [](std::int64_t n, std::int64_t k, std::int64_t stride, std::int64_t padding,
                 std::int64_t dilation, std::int64_t extra) {
    return (n - 1) * stride - 2 * padding + dilation * (k - 1) + extra + 1;
  };
  std::int64_t h = size(x[2], w[2], o.stride.h, o.padding.h, o.dilation.h, o.output_padding.h),
               v = size(x[3], w[3], o.stride.w, o.padding.w, o.dilation.w, o.output_padding.w);
  if (h < 1 || v < 1) refuse(Problem("ops.conv_transpose.empty", {{"height", h}, {"width", v}}));
  std::int64_t channels = w[1] * o.groups;
  if (bias && bias.shape() != Shape{channels})
    refuse(Problem("ops.bias", {{"bias", to_string(bias.shape())}, {"out", channels}}));
  Conv2dOptions forward{
      .stride = o.stride, .padding = {o.padding.h, o.padding.w}, .dilation = o.dilation, .groups = o.groups};
  Value y = conv2d_backward_input(input, weight, {.shape = {x[0], channels, h, v}, .conv = forward}, at);
  return bias ? add(y, reshape(bias, {channels, 1, 1}, at), at) : y;
}

}  // namespace percept
