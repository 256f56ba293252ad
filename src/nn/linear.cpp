#include "percept/nn/init.hpp"
#include "percept/nn/layers.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/linear_algebra.hpp"

namespace percept::nn {

Value Linear::forward(Value x) const {
  std::int64_t in = config_.in ? config_.in : x.shape().rank() ? x.shape()[-1] : 1;
  Value weight = parameter(x, "weight", {config_.out, in}, fan_in_uniform(in));
  Value bias = config_.bias ? parameter(x, "bias", {config_.out}, fan_in_uniform(in)) : Value();
  return linear(x, weight, bias, at());
}

Value Bias::forward(Value x) const {
  std::vector<std::int64_t> dims(x.shape().begin(), x.shape().end());
  if (!dims.empty()) dims.erase(dims.begin());
  return add(x, parameter(x, "bias", Shape(std::move(dims)), zeros()), at());
}

}  // namespace percept::nn
