// How far apart two tensors are.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "percept/tensor/tensor.hpp"

namespace percept::proof {

inline bool same_bits(const Tensor& a, const Tensor& b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() && std::memcmp(a.raw(), b.raw(), a.bytes()) == 0;
}

/// What an error is measured by: the largest element of the expected tensor (sums cancel), or each element by
/// itself.
enum class Scale { tensor, element };

/// The largest error relative to the scale; infinite where the types differ or only one is NaN or infinite.
inline double relative_error(const Tensor& actual, const Tensor& expected, Scale scale = Scale::tensor) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (actual.dtype() != expected.dtype() || actual.shape() != expected.shape()) return kInfinity;
  double largest = 0, worst = 0;
  for (std::int64_t i = 0; i < expected.size(); ++i)
    if (std::isfinite(expected.at(i))) largest = std::max(largest, std::abs(expected.at(i)));
  for (std::int64_t i = 0; i < expected.size(); ++i) {
    double x = actual.at(i), y = expected.at(i);
    if (x == y || (std::isnan(x) && std::isnan(y))) continue;
    if (!std::isfinite(x) || !std::isfinite(y)) return kInfinity;
    worst = std::max(worst, std::abs(x - y) / std::max(scale == Scale::tensor ? largest : std::abs(y), 1e-6));
  }
  return worst;
}

}  // namespace percept::proof
