// Batch norm with given statistics, layer, instance, group and RMS norm, and local response normalisation.
#include <numeric>

#include "norm_rules.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/normalization.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/ops/reduction.hpp"

namespace percept {
namespace {

Value scaled(Value y, Value weight, Value bias, Location at) {
  if (weight) y = mul(y, per_channel(weight, y, at), at);
  return bias ? add(y, per_channel(bias, y, at), at) : y;
}

std::vector<std::int64_t> axes_from(int first, int rank) {
  std::vector<std::int64_t> axes(std::size_t(std::max(rank - first, 0)));
  std::iota(axes.begin(), axes.end(), first);
  return axes;
}

void require_last(const char* norm, Value x, int axes, std::initializer_list<Value> vectors, Location at) {
  int rank = x.shape().rank();
  if (axes < 1 || axes > rank)
    refuse_norm(norm, x, Problem("ops.norm.axes", {{"axes", axes}, {"rank", rank}}), at);
  Shape last(std::vector<std::int64_t>(x.shape().end() - axes, x.shape().end()));
  for (Value vector : vectors)
    if (vector && vector.shape() != last)
      refuse_norm(norm, x,
                  Problem("ops.norm.last", {{"vector", vector.name()},
                                            {"actual", to_string(vector.shape())},
                                            {"wanted", to_string(last)}}),
                  at);
}

}  // namespace

Value batch_norm(Value x, Value mean, Value variance, Value weight, Value bias, double epsilon, Location at) {
  require_channels("batch_norm", x, {mean, variance, weight, bias}, at);
  // Folded into one factor and one term a channel.
  Value scale = 1.0 / sqrt(variance + epsilon, at);
  if (weight) scale = mul(weight, scale, at);
  Value shift = neg(mul(mean, scale, at), at);
  if (bias) shift = add(bias, shift, at);
  return scale_channels(x, scale, shift, Value(), {}, at);
}

Value layer_norm(Value x, Value weight, Value bias, int axes, double epsilon, Location at) {
  require_last("layer_norm", x, axes, {weight, bias}, at);
  int rank = x.shape().rank();
  Value y = normalize(x, {axes_from(rank - axes, rank), epsilon}, at).output;
  if (weight) y = mul(y, weight, at);
  return bias ? add(y, bias, at) : y;
}

Value instance_norm(Value x, Value weight, Value bias, double epsilon, Location at) {
  require_channels("instance_norm", x, {weight, bias}, at);
  if (x.shape().rank() < 3) refuse_norm("instance_norm", x, Problem("ops.norm.places"), at);
  return scaled(normalize(x, {axes_from(2, x.shape().rank()), epsilon}, at).output, weight, bias, at);
}

Value group_norm(Value x, std::int64_t groups, Value weight, Value bias, double epsilon, Location at) {
  require_channels("group_norm", x, {weight, bias}, at);
  const Shape shape = x.shape();
  if (groups < 1 || shape[1] % groups != 0)
    refuse_norm("group_norm", x, Problem("ops.norm.groups", {{"channels", shape[1]}, {"groups", groups}}),
                at);
  Value grouped = reshape(x, {shape[0], groups, shape.elements(1, shape.rank()) / groups}, at);
  Value y = reshape(normalize(grouped, {{2}, epsilon}, at).output, shape, at);
  return scaled(y, weight, bias, at);
}

Value rms_norm(Value x, Value weight, int axes, double epsilon, Location at) {
  require_last("rms_norm", x, axes, {weight}, at);
  int rank = x.shape().rank();
  Value square = reduce_mean(mul(x, x, at), {axes_from(rank - axes, rank), true}, at);
  Value y = div(x, sqrt(square + epsilon, at), at);
  return weight ? mul(y, weight, at) : y;
}

Value local_response_norm(Value x, LocalResponseOptions o, Location at) {
  require_channels("local_response_norm", x, {}, at);
  if (o.size < 1) refuse_norm("local_response_norm", x, Problem("ops.norm.size", {{"size", o.size}}), at);
  const Shape shape = x.shape();
  // The mean over a window of channels, zeros beside them.
  Value squares = reshape(mul(x, x, at), {shape[0], 1, shape[1], shape.elements(2, shape.rank())}, at);
  Padding2d beside{o.size / 2, 0, (o.size - 1) / 2, 0};
  Value mean = average_pool2d(squares, {.kernel = {o.size, 1}, .stride = 1, .padding = beside}, at);
  Value around = reshape(mean, shape, at) * o.alpha + o.k;
  return div(x, pow(around, number_like(around, o.beta), at), at);
}

}  // namespace percept
