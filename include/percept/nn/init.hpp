// Initial values of parameters. Every draw depends on the store's seed and the parameter's path alone.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept::nn {

Initializer constant(double value);
/// Uniform in [-bound, bound].
Initializer uniform(double bound);
Initializer normal(double deviation);
/// Uniform in [-1/sqrt(fan_in), 1/sqrt(fan_in)]: PyTorch's default for linear and convolution, weight and
/// bias.
Initializer fan_in_uniform(std::int64_t fan_in);

}  // namespace percept::nn
