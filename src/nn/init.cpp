#include "percept/nn/init.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace percept::nn {
namespace {

template <class Draw>
Initializer by_index(Draw draw) {
  return [draw](Tensor& tensor, const RandomStream& stream) {
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, draw(stream, std::uint64_t(i)));
  };
}

// Of a deviation that depends on the shape.
template <class Deviation>
Initializer normal_of(Deviation deviation) {
  return [deviation](Tensor& tensor, const RandomStream& stream) {
    normal(deviation(tensor.shape()))(tensor, stream);
  };
}
template <class Deviation>
Initializer uniform_of(Deviation deviation) {
  return [deviation](Tensor& tensor, const RandomStream& stream) {
    uniform(std::sqrt(3.0) * deviation(tensor.shape()))(tensor, stream);
  };
}

auto xavier_deviation(double gain) {
  return [gain](const Shape& shape) {
    Fans fans = fans_of(shape);
    return gain * std::sqrt(2.0 / double(std::max<std::int64_t>(fans.in + fans.out, 1)));
  };
}
auto kaiming_deviation(const KaimingOptions& options) {
  return [gain = gain_of(options.nonlinearity, options.a), mode = options.mode](const Shape& shape) {
    Fans fans = fans_of(shape);
    std::int64_t fan = mode == FanMode::fan_in ? fans.in : fans.out;
    return gain / std::sqrt(double(std::max<std::int64_t>(fan, 1)));
  };
}

void require_matrix(const Shape& shape, const char* initializer) {
  if (shape.rank() != 2)
    throw Error(Problem("nn.init.matrix", {{"initializer", initializer}, {"shape", to_string(shape)}}));
}

double normal_share(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

// The x at which normal_share is p: Winitzki's guess, then Halley's steps.
double normal_quantile(double p) {
  p = std::clamp(p, 1e-16, 1 - 1e-16);
  double y = 2 * p - 1, logarithm = std::log(4 * p * (1 - p)), a = 0.147;
  double t = 2 / (std::numbers::pi * a) + logarithm / 2;
  double x = std::copysign(std::sqrt(2 * (std::sqrt(t * t - logarithm / a) - t)), y);
  for (int i = 0; i < 3; ++i) {
    double error = (normal_share(x) - p) * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
    x -= error / (1 + x * error / 2);
  }
  return x;
}

// Columns of a [rows, columns] matrix, rows >= columns, made orthonormal in order: the Q of a QR whose R has
// a positive diagonal. Twice, since once loses digits where columns are nearly dependent.
void orthonormalise(std::vector<double>& matrix, std::int64_t rows, std::int64_t columns) {
  auto column = [&](std::int64_t c) { return matrix.begin() + c * rows; };
  for (std::int64_t c = 0; c < columns; ++c) {
    for (int time = 0; time < 2; ++time)
      for (std::int64_t before = 0; before < c; ++before) {
        double along = std::inner_product(column(c), column(c) + rows, column(before), 0.0);
        for (std::int64_t r = 0; r < rows; ++r) column(c)[r] -= along * column(before)[r];
      }
    double length = std::sqrt(std::inner_product(column(c), column(c) + rows, column(c), 0.0));
    for (std::int64_t r = 0; r < rows; ++r) column(c)[r] /= length;
  }
}

}  // namespace

Initializer constant(double value) {
  return by_index([value](const RandomStream&, std::uint64_t) { return value; });
}
Initializer zeros() { return constant(0); }
Initializer ones() { return constant(1); }

Initializer uniform(double bound) {
  return by_index(
      [bound](const RandomStream& stream, std::uint64_t i) { return bound * (2.0 * stream.uniform(i) - 1); });
}

Initializer uniform(double low, double high) {
  return by_index([low, high](const RandomStream& stream, std::uint64_t i) {
    return low + (high - low) * double(stream.uniform(i));
  });
}

Initializer normal(double deviation) {
  return by_index(
      [deviation](const RandomStream& stream, std::uint64_t i) { return deviation * stream.normal(i); });
}

Initializer normal(double mean, double deviation) {
  return by_index([mean, deviation](const RandomStream& stream, std::uint64_t i) {
    return mean + deviation * stream.normal(i);
  });
}

Initializer truncated_normal(TruncatedNormalOptions options) {
  double low = normal_share((options.low - options.mean) / options.deviation),
         high = normal_share((options.high - options.mean) / options.deviation);
  return by_index([=](const RandomStream& stream, std::uint64_t i) {
    double share = low + (high - low) * (double(stream.uniform(i)) + 0x1p-25);
    return std::clamp(options.mean + options.deviation * normal_quantile(share), options.low, options.high);
  });
}

Initializer fan_in_uniform(std::int64_t fan_in) { return uniform(1 / std::sqrt(double(fan_in))); }

Fans fans_of(const Shape& shape) {
  if (shape.rank() < 2)
    throw Error(Problem("nn.init.fans", {{"shape", to_string(shape)}}).with_hint("nn.init.fans.hint"));
  std::int64_t taps = shape.elements(2, shape.rank());
  return {shape[1] * taps, shape[0] * taps};
}

double gain_of(std::string_view nonlinearity, double a) {
  if (nonlinearity == "linear" || nonlinearity == "conv" || nonlinearity == "sigmoid") return 1;
  if (nonlinearity == "tanh") return 5.0 / 3;
  if (nonlinearity == "relu") return std::numbers::sqrt2;
  if (nonlinearity == "leaky_relu") return std::sqrt(2 / (1 + a * a));
  if (nonlinearity == "selu") return 0.75;
  throw Error(Problem("nn.init.gain", {{"name", std::string(nonlinearity)}}).with_hint("nn.init.gain.hint"));
}

Initializer xavier_uniform(double gain) { return uniform_of(xavier_deviation(gain)); }
Initializer xavier_normal(double gain) { return normal_of(xavier_deviation(gain)); }
Initializer kaiming_uniform(KaimingOptions options) { return uniform_of(kaiming_deviation(options)); }
Initializer kaiming_normal(KaimingOptions options) { return normal_of(kaiming_deviation(options)); }
Initializer lecun_uniform() { return kaiming_uniform({.nonlinearity = "linear"}); }
Initializer lecun_normal() { return kaiming_normal({.nonlinearity = "linear"}); }
Initializer lecun_1989() {
  return [](Tensor& tensor, const RandomStream& stream) {
    uniform(2.4 / std::sqrt(double(std::max<std::int64_t>(fans_of(tensor.shape()).in, 1))))(tensor, stream);
  };
}

Initializer orthogonal(double gain) {
  return [gain](Tensor& tensor, const RandomStream& stream) {
    const Shape& shape = tensor.shape();
    fans_of(shape);  // two axes at least
    std::int64_t rows = shape[0], columns = shape.elements(1, shape.rank());
    std::int64_t longer = std::max(rows, columns), fewer = std::min(rows, columns);
    std::vector<double> matrix(std::size_t(longer * fewer));
    for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = stream.normal(i);
    orthonormalise(matrix, longer, fewer);
    for (std::int64_t r = 0; r < rows; ++r)
      for (std::int64_t c = 0; c < columns; ++c)
        tensor.set(r * columns + c,
                   gain * matrix[std::size_t(rows < columns ? r * longer + c : c * longer + r)]);
  };
}

Initializer sparse(double sparsity, double deviation) {
  return [=](Tensor& tensor, const RandomStream& stream) {
    require_matrix(tensor.shape(), "sparse");
    normal(deviation)(tensor, stream);
    std::int64_t rows = tensor.shape()[0], columns = tensor.shape()[1];
    auto none = std::int64_t(std::ceil(sparsity * double(rows)));
    std::uint64_t next = std::uint64_t(tensor.size()) + (tensor.size() & 1);  // behind the normal draws
    std::vector<std::int64_t> order(std::size_t(rows), 0);
    for (std::int64_t c = 0; c < columns; ++c) {
      std::iota(order.begin(), order.end(), 0);
      for (std::int64_t i = 0; i < std::min(none, rows); ++i) {
        std::swap(order[std::size_t(i)],
                  order[std::size_t(i + stream.below(next++, std::uint32_t(rows - i)))]);
        tensor.set(order[std::size_t(i)] * columns + c, 0);
      }
    }
  };
}

Initializer dirac(std::int64_t groups) {
  return [groups](Tensor& tensor, const RandomStream&) {
    const Shape& shape = tensor.shape();
    if (shape.rank() < 3 || shape.rank() > 5 || groups < 1 || shape[0] % groups != 0)
      throw Error(Problem("nn.init.dirac", {{"groups", groups}, {"shape", to_string(shape)}}));
    std::int64_t taps = shape.elements(2, shape.rank()), middle = 0, per_group = shape[0] / groups;
    for (int axis = 2; axis < shape.rank(); ++axis) middle = middle * shape[axis] + shape[axis] / 2;
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, 0);
    for (std::int64_t group = 0; group < groups; ++group)
      for (std::int64_t c = 0; c < std::min(per_group, shape[1]); ++c)
        tensor.set(((group * per_group + c) * shape[1] + c) * taps + middle, 1);
  };
}

Initializer identity() {
  return [](Tensor& tensor, const RandomStream&) {
    require_matrix(tensor.shape(), "identity");
    std::int64_t columns = tensor.shape()[1];
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, i / columns == i % columns);
  };
}

}  // namespace percept::nn
