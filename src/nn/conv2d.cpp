#include <algorithm>

#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"

namespace percept::nn {

Value Conv2d::forward(Value x) const {
  const Conv2dConfig& c = config_;
  // Where the input is no image, or a config is no size, the op says so; any number will do until then.
  std::int64_t channels = x.shape().rank() == 4 ? x.shape()[1] : 1;
  std::int64_t in = c.in ? c.in : channels;
  std::int64_t group_in = in / std::max<std::int64_t>(c.groups, 1),
               fan_in = group_in * c.kernel.h * c.kernel.w;
  Value weight = parameter(x, "weight", {c.out, group_in, c.kernel.h, c.kernel.w}, fan_in_uniform(fan_in));
  Value bias = c.bias ? parameter(x, "bias", {c.out}, fan_in_uniform(fan_in)) : Value();
  Padding2d padding = c.padding;
  if (c.padding_mode != PadMode::zeros && x.shape().rank() == 4) {
    x = pad(x, 2, padding.top, padding.bottom, c.padding_mode, at());
    x = pad(x, 3, padding.left, padding.right, c.padding_mode, at());
    padding = 0;
  }
  return conv2d(x, weight, bias, {c.stride, padding, c.dilation, c.groups}, at());
}

}  // namespace percept::nn
