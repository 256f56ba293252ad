#include "percept/lab/filter_stage.hpp"

#include <algorithm>

#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/ops/pooling.hpp"

namespace percept::lab {
namespace {

PadMode mode_of(Border border) {
  switch (border) {
    case Border::reflect: return PadMode::reflect;
    case Border::wrap: return PadMode::circular;
    case Border::replicate: return PadMode::replicate;
    case Border::none:
    case Border::zero: break;
  }
  return PadMode::zeros;
}

// A parameter that begins with these numbers.
Value numbers(Value like, const std::string& path, Shape shape, std::vector<double> values) {
  return like.graph().parameter(
      {.path = path,
       .type = {like.dtype(), std::move(shape)},
       .initialize = [values = std::move(values)](Tensor& tensor, const RandomStream&) {
         for (std::size_t i = 0; i < values.size(); ++i) tensor.set(std::int64_t(i), values[i]);
       }});
}

Value write(Value x, const Convolution& c, const std::string& path) {
  Value weight = numbers(x, path + ".weight", {1, 1, c.kernel.rows, c.kernel.columns}, c.kernel.numbers);
  Value bias = c.bias == 0 ? Value() : numbers(x, path + ".bias", {1}, {c.bias});
  if (c.transposed) {
    // conv2d_transpose cuts off as much on both sides: what one side has more is cut afterwards.
    const Padding2d& p = c.padding;
    Extent2d both(std::min(p.top, p.bottom), std::min(p.left, p.right));
    Value y =
        conv2d_transpose(x, weight, bias, {.stride = c.stride, .padding = both, .dilation = c.dilation});
    return pad(pad(y, 2, both.h - p.top, both.h - p.bottom), 3, both.w - p.left, both.w - p.right);
  }
  bool zeros = mode_of(c.border) == PadMode::zeros;  // which the convolution adds by itself
  return conv2d(zeros ? x : with_border(x, c), weight, bias,
                {.stride = c.stride, .padding = zeros ? c.padding : Padding2d(0), .dilation = c.dilation});
}

Value write(Value x, const Layer& layer, const std::string& path) {
  Convolution way = slice_of(layer, 0, 0);
  bool zeros = mode_of(way.border) == PadMode::zeros;
  if (!zeros) x = with_border(x, way);
  const Shape& s = x.shape();
  auto filters = std::int64_t(layer.weights.size()), slices = std::int64_t(layer.weights.front().size());
  Value weight =
      numbers(x, path + ".weight", {filters, slices, way.kernel.rows, way.kernel.columns}, weights_of(layer));
  Value bias = numbers(x, path + ".bias", {filters}, layer.biases);
  Value y = conv2d(reshape(x, {1, s[0], s[2], s[3]}), weight, bias,
                   {.stride = way.stride,
                    .padding = zeros ? way.padding : Padding2d(0),
                    .dilation = way.dilation,
                    .groups = layer.groups});
  return reshape(y, {filters, 1, y.shape()[2], y.shape()[3]});
}

Value write(Value x, const Pooling& p, const std::string&) {
  bool max = p.kind == Pooling::Kind::max;
  if (p.global) return max ? global_max_pool(x) : global_average_pool(x);
  if (max) return max_pool2d(x, {.kernel = p.window, .stride = p.stride}).output;
  return average_pool2d(x, {.kernel = p.window, .stride = p.stride});
}

Value write(Value x, Relu, const std::string&) { return relu(x); }

}  // namespace

Convolution slice_of(const Layer& layer, std::size_t filter, std::size_t channel) {
  return {.kernel = layer.weights[filter][channel],
          .border = layer.border,
          .padding = layer.padding,
          .stride = layer.stride,
          .dilation = layer.dilation};
}

std::vector<double> weights_of(const Layer& layer) {
  std::vector<double> all;
  for (const std::vector<Matrix>& filter : layer.weights)
    for (const Matrix& slice : filter) all.insert(all.end(), slice.numbers.begin(), slice.numbers.end());
  return all;
}

Value with_border(Value x, const Convolution& c) {
  PadMode mode = mode_of(c.border);
  return pad(pad(x, 2, c.padding.top, c.padding.bottom, mode), 3, c.padding.left, c.padding.right, mode);
}

Value write_stage(Value input, const FilterStage& stage, const std::string& path) {
  return std::visit([&](const auto& s) { return write(input, s, path); }, stage);
}

}  // namespace percept::lab
