#include "percept/nn/init.hpp"

#include <cmath>

namespace percept::nn {
namespace {

template <class Draw>
Initializer by_index(Draw draw) {
  return [draw](Tensor& tensor, const RandomStream& stream) {
    for (std::int64_t i = 0; i < tensor.size(); ++i) tensor.set(i, draw(stream, std::uint64_t(i)));
  };
}

}  // namespace

Initializer constant(double value) {
  return by_index([value](const RandomStream&, std::uint64_t) { return value; });
}

Initializer uniform(double bound) {
  return by_index(
      [bound](const RandomStream& stream, std::uint64_t i) { return bound * (2.0 * stream.uniform(i) - 1); });
}

Initializer normal(double deviation) {
  return by_index(
      [deviation](const RandomStream& stream, std::uint64_t i) { return deviation * stream.normal(i); });
}

Initializer fan_in_uniform(std::int64_t fan_in) { return uniform(1 / std::sqrt(double(fan_in))); }

}  // namespace percept::nn
