// conv3d and its transpose: y[:,:,t] = sum_k conv2d(x[:,:, t s + k d - p], w[:,:,k]), the slices side by side
// in the batch.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/ops/elementwise.hpp"
#include "volume.hpp"

namespace percept {
namespace {

// [N, C, D, H, W] to [N D, C, H, W], and back.
Value slices_in_batch(Value x, Location at) {
  Shape s = x.shape();
  return reshape(transpose(x, {0, 2, 1, 3, 4}, at), {s[0] * s[2], s[1], s[3], s[4]}, at);
}
Value slices_in_depth(Value y, std::int64_t batch, Location at) {
  Shape s = y.shape();
  std::int64_t depth = batch ? s[0] / batch : 0;
  return transpose(reshape(y, {batch, depth, s[1], s[2], s[3]}, at), {0, 2, 1, 3, 4}, at);
}

Value kernel_slice(Value weight, std::int64_t k, Location at) {
  return squeeze(slice(weight, {.axis = 2, .begin = k, .end = k + 1}, at), 2, at);
}

}  // namespace

Value conv3d(Value input, Value weight, Value bias, Conv3dOptions o, Location at) {
  require_volume("conv3d", input, weight, 3, at);
  auto refuse = [&](Problem problem) { refuse_volume("conv3d", input, weight, std::move(problem), at); };
  if (o.stride.d < 1 || o.dilation.d < 1 || o.padding.d < 0) refuse(Problem("ops.conv2d.positive"));
  std::int64_t taps = weight.shape()[2];
  std::int64_t depth = windows(input.shape()[2], o.padding.d, o.padding.d, taps, o.stride.d, o.dilation.d);
  if (depth < 1 || taps < 1)
    refuse(
        Problem("ops.window", {{"kernel", to_string(weight.shape())}, {"image", to_string(input.shape())}}));
  Value padded = pad(input, 2, o.padding.d, o.padding.d, PadMode::zeros, at), y;
  for (std::int64_t k = 0; k < taps; ++k) {
    std::int64_t begin = k * o.dilation.d;
    Value seen = slice(
        padded, {.axis = 2, .begin = begin, .end = begin + (depth - 1) * o.stride.d + 1, .step = o.stride.d},
        at);
    Value term = conv2d(slices_in_batch(seen, at), kernel_slice(weight, k, at), k == 0 ? bias : Value(),
                        {.stride = {o.stride.h, o.stride.w},
                         .padding = {o.padding.h, o.padding.w},
                         .dilation = {o.dilation.h, o.dilation.w},
                         .groups = o.groups},
                        at);
    y = y ? add(y, term, at) : term;
  }
  return slices_in_depth(y, input.shape()[0], at);
}

Value conv3d_transpose(Value input, Value weight, Value bias, ConvTranspose3dOptions o, Location at) {
  require_volume("conv3d_transpose", input, weight, 3, at);
  auto refuse = [&](Problem problem) {
    refuse_volume("conv3d_transpose", input, weight, std::move(problem), at);
  };
  if (o.stride.d < 1 || o.dilation.d < 1 || o.padding.d < 0) refuse(Problem("ops.conv2d.positive"));
  if (o.output_padding.d < 0 || o.output_padding.d >= o.stride.d)
    refuse(Problem("ops.conv_transpose.output_padding"));
  std::int64_t depth = input.shape()[2], taps = weight.shape()[2];
  // Without padding, and with it: what it cuts at both ends, output_padding adds at the far end.
  std::int64_t full = (depth - 1) * o.stride.d + o.dilation.d * (taps - 1) + 1;
  if (full - 2 * o.padding.d + o.output_padding.d < 1 || taps < 1)
    refuse(
        Problem("ops.window", {{"kernel", to_string(weight.shape())}, {"image", to_string(input.shape())}}));
  Value slices = slices_in_batch(input, at), y;
  for (std::int64_t k = 0; k < taps; ++k) {
    Value spread = conv2d_transpose(slices, kernel_slice(weight, k, at), {},
                                    {.stride = {o.stride.h, o.stride.w},
                                     .padding = {o.padding.h, o.padding.w},
                                     .output_padding = {o.output_padding.h, o.output_padding.w},
                                     .dilation = {o.dilation.h, o.dilation.w},
                                     .groups = o.groups},
                                    at);
    Value term = place(slices_in_depth(spread, input.shape()[0], at),
                       {.axis = 2, .begin = k * o.dilation.d, .step = o.stride.d, .size = full}, at);
    y = y ? add(y, term, at) : term;
  }
  y = pad(y, 2, -o.padding.d, o.output_padding.d - o.padding.d, PadMode::zeros, at);
  if (!bias) return y;
  std::int64_t channels = weight.shape()[1] * o.groups;
  if (bias.shape() != Shape{channels})
    refuse(Problem("ops.bias", {{"bias", to_string(bias.shape())}, {"out", channels}}));
  return add(y, reshape(bias, {channels, 1, 1, 1}, at), at);
}

}  // namespace percept
