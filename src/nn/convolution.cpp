#include "percept/nn/convolution.hpp"

#include <algorithm>

#include "percept/nn/init.hpp"

namespace percept::nn {
namespace {

// Where the input has no channels, or a config is no size, the op says so; any number will do until then.
std::int64_t channels_of(Value x, std::int64_t in, int rank) {
  return in ? in : x.shape().rank() == rank ? x.shape()[1] : 1;
}
std::int64_t per_group(std::int64_t channels, std::int64_t groups) {
  return channels / std::max<std::int64_t>(groups, 1);
}

}  // namespace

Value Conv1d::forward(Value x) const {
  const Conv1dConfig& c = config_;
  std::int64_t group_in = per_group(channels_of(x, c.in, 3), c.groups), fan_in = group_in * c.kernel;
  Value weight = parameter(x, "weight", {c.out, group_in, c.kernel}, fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  Conv1dOptions options{c.stride, c.padding, c.dilation, c.groups, c.causal};
  if (c.padding_mode != PadMode::zeros && x.shape().rank() == 3) {
    std::int64_t reach = c.dilation * (c.kernel - 1);
    x = pad(x, 2, c.causal ? reach : c.padding, c.causal ? 0 : c.padding, c.padding_mode, at());
    options.padding = 0;
    options.causal = false;
  }
  return conv1d(x, weight, bias, options, at());
}

Value Conv3d::forward(Value x) const {
  const Conv3dConfig& c = config_;
  std::int64_t group_in = per_group(channels_of(x, c.in, 5), c.groups),
               fan_in = group_in * c.kernel.d * c.kernel.h * c.kernel.w;
  Value weight =
      parameter(x, "weight", {c.out, group_in, c.kernel.d, c.kernel.h, c.kernel.w}, fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  return conv3d(x, weight, bias, {c.stride, c.padding, c.dilation, c.groups}, at());
}

// PyTorch takes the second axis of the weight for the fan in, here too.
Value ConvTranspose1d::forward(Value x) const {
  const ConvTranspose1dConfig& c = config_;
  std::int64_t group_out = per_group(c.out, c.groups), fan_in = group_out * c.kernel;
  Value weight =
      parameter(x, "weight", {channels_of(x, c.in, 3), group_out, c.kernel}, fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  return conv1d_transpose(x, weight, bias, {c.stride, c.padding, c.output_padding, c.dilation, c.groups},
                          at());
}

Value ConvTranspose2d::forward(Value x) const {
  const ConvTranspose2dConfig& c = config_;
  std::int64_t group_out = per_group(c.out, c.groups), fan_in = group_out * c.kernel.h * c.kernel.w;
  Value weight = parameter(x, "weight", {channels_of(x, c.in, 4), group_out, c.kernel.h, c.kernel.w},
                           fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  return conv2d_transpose(x, weight, bias, {c.stride, c.padding, c.output_padding, c.dilation, c.groups},
                          at());
}

Value ConvTranspose3d::forward(Value x) const {
  const ConvTranspose3dConfig& c = config_;
  std::int64_t group_out = per_group(c.out, c.groups),
               fan_in = group_out * c.kernel.d * c.kernel.h * c.kernel.w;
  Value weight =
      parameter(x, "weight", {channels_of(x, c.in, 5), group_out, c.kernel.d, c.kernel.h, c.kernel.w},
                fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  return conv3d_transpose(x, weight, bias, {c.stride, c.padding, c.output_padding, c.dilation, c.groups},
                          at());
}

}  // namespace percept::nn
