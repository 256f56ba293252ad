// conv1d and its transpose: images of height 1.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "volume.hpp"

namespace percept {

Value conv1d(Value input, Value weight, Value bias, Conv1dOptions o, Location at) {
  require_volume("conv1d", input, weight, 1, at);
  if (o.causal && o.padding != 0) refuse_volume("conv1d", input, weight, Problem("ops.conv1d.causal"), at);
  std::int64_t before = o.causal ? o.dilation * (weight.shape()[2] - 1) : o.padding;
  Value y = conv2d(unsqueeze(input, 2, at), unsqueeze(weight, 2, at), bias,
                   {.stride = {1, o.stride},
                    .padding = {0, before, 0, o.causal ? 0 : o.padding},
                    .dilation = {1, o.dilation},
                    .groups = o.groups},
                   at);
  return squeeze(y, 2, at);
}

Value conv1d_transpose(Value input, Value weight, Value bias, ConvTranspose1dOptions o, Location at) {
  require_volume("conv1d_transpose", input, weight, 1, at);
  Value y = conv2d_transpose(unsqueeze(input, 2, at), unsqueeze(weight, 2, at), bias,
                             {.stride = {1, o.stride},
                              .padding = {0, o.padding},
                              .output_padding = {0, o.output_padding},
                              .dilation = {1, o.dilation},
                              .groups = o.groups},
                             at);
  return squeeze(y, 2, at);
}

}  // namespace percept
