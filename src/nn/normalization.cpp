#include "percept/nn/normalization.hpp"

#include <algorithm>

#include "percept/nn/init.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/normalization.hpp"

namespace percept::nn {
namespace {

// Where there is none the op says so.
std::int64_t channels_of(Value x) { return x.shape().rank() >= 2 ? x.shape()[1] : 1; }

Shape last_axes(Value x, int axes) {
  int rank = x.shape().rank();
  return Shape(std::vector<std::int64_t>(x.shape().end() - std::clamp(axes, 0, rank), x.shape().end()));
}

// running + momentum (now - running)
void follow(Value running, Value now, double momentum, Location at) {
  Graph& graph = running.graph();
  if (!graph.is_assigned(running)) graph.assign(running, running + momentum * (now - running), at);
}

}  // namespace

Value BatchNorm::forward(Value x) const {
  std::int64_t channels = channels_of(x);
  Value weight = config_.affine ? parameter(x, "weight", {channels}, constant(1)) : Value();
  Value bias = config_.affine ? parameter(x, "bias", {channels}, constant(0)) : Value();
  Value mean = state(x, "running_mean", {channels}, constant(0)),
        variance = state(x, "running_var", {channels}, constant(1));
  if (x.graph().mode() == Mode::infer)
    return batch_norm(x, mean, variance, weight, bias, config_.epsilon, at());
  Normalized normal = batch_norm(x, weight, bias, config_.epsilon, at());
  double n = double(x.shape().elements()) / double(std::max<std::int64_t>(channels, 1));
  follow(mean, normal.mean, config_.momentum, at());
  follow(variance, normal.variance * (n / std::max(n - 1, 1.0)), config_.momentum, at());
  return normal.output;
}

Value LayerNorm::forward(Value x) const {
  Shape shape = last_axes(x, config_.axes);
  Value weight = config_.affine ? parameter(x, "weight", shape, constant(1)) : Value();
  Value bias = config_.affine ? parameter(x, "bias", shape, constant(0)) : Value();
  return layer_norm(x, weight, bias, config_.axes, config_.epsilon, at());
}

Value GroupNorm::forward(Value x) const {
  Value weight = config_.affine ? parameter(x, "weight", {channels_of(x)}, constant(1)) : Value();
  Value bias = config_.affine ? parameter(x, "bias", {channels_of(x)}, constant(0)) : Value();
  return group_norm(x, config_.groups, weight, bias, config_.epsilon, at());
}

Value InstanceNorm::forward(Value x) const {
  Value weight = config_.affine ? parameter(x, "weight", {channels_of(x)}, constant(1)) : Value();
  Value bias = config_.affine ? parameter(x, "bias", {channels_of(x)}, constant(0)) : Value();
  return instance_norm(x, weight, bias, config_.epsilon, at());
}

Value RmsNorm::forward(Value x) const {
  Value weight = parameter(x, "weight", last_axes(x, config_.axes), constant(1));
  return rms_norm(x, weight, config_.axes, config_.epsilon, at());
}

}  // namespace percept::nn
