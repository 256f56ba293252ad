// Initial values of parameters. Every draw depends on the store's seed and the parameter's path alone. Names,
// defaults and formulas are those of PyTorch's nn.init; fans are computed from the tensor's shape.
#pragma once

#include <string_view>

#include "percept/graph/graph.hpp"

namespace percept::nn {

Initializer constant(double value);
Initializer zeros();
Initializer ones();
/// Uniform in [-bound, bound].
Initializer uniform(double bound);
/// Uniform in [low, high).
Initializer uniform(double low, double high);
Initializer normal(double deviation);
Initializer normal(double mean, double deviation);

struct TruncatedNormalOptions {
  double mean = 0, deviation = 1;
  double low = -2, high = 2;  // as values, not as deviations
};
/// Normal, of which what is outside [low, high] is drawn again.
Initializer truncated_normal(TruncatedNormalOptions options = {});

/// Uniform in [-1/sqrt(fan_in), 1/sqrt(fan_in)]: PyTorch's default for linear and convolution, weight and
/// bias.
Initializer fan_in_uniform(std::int64_t fan_in);

/// How many values go into a unit of the output, and how many units a value of the input goes to:
/// [out, in, ...] gives in x ... and out x ...
struct Fans {
  std::int64_t in = 0, out = 0;
};
/// Throws `Error` below two axes.
Fans fans_of(const Shape& shape);

/// What keeps the size of signals through a nonlinearity: linear, conv, sigmoid 1, tanh 5/3, relu sqrt(2),
/// leaky_relu sqrt(2 / (1 + a^2)), selu 3/4. Throws `Error` for other names.
double gain_of(std::string_view nonlinearity, double a = 0.01);

/// Deviation gain sqrt(2 / (fan in + fan out)). Glorot & Bengio 2010.
Initializer xavier_uniform(double gain = 1);
Initializer xavier_normal(double gain = 1);

enum class FanMode { fan_in, fan_out };
struct KaimingOptions {
  double a = 0;  // the slope of leaky_relu below 0
  FanMode mode = FanMode::fan_in;
  std::string_view nonlinearity = "leaky_relu";
};
/// Deviation gain / sqrt(fan). He et al. 2015.
Initializer kaiming_uniform(KaimingOptions options = {});
Initializer kaiming_normal(KaimingOptions options = {});

/// Deviation 1 / sqrt(fan in). LeCun et al. 1998.
Initializer lecun_uniform();
Initializer lecun_normal();

/// Uniform in [-2.4 / sqrt(fan in), 2.4 / sqrt(fan in)]: Karpathy's net of LeCun 1989.
Initializer lecun_1989();

/// Rows (or columns, where those are fewer) that are orthogonal and `gain` long. Saxe et al. 2014.
Initializer orthogonal(double gain = 1);
/// [out, in]: in every column the share `sparsity` is 0, the others normal. Martens 2010.
Initializer sparse(double sparsity, double deviation = 0.01);
/// Convolutions that leave their input as it is, as far as there are channels.
Initializer dirac(std::int64_t groups = 1);
/// [out, in]: ones on the diagonal.
Initializer identity();

}  // namespace percept::nn
