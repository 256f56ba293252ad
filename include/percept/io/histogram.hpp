// How often values fall between limits, in TensorFlow's buckets.
#pragma once

#include <cstdint>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::io {

/// counts[i] values lie in [limits[i - 1], limits[i]); the first bucket is open to the left. The limits are
/// 0 and plus and minus 1e-12 * 1.1^k up to 1e20, then the largest double; of buckets without a value that
/// follow one another only the last limit is kept.
struct Histogram {
  double least = 0, most = 0, sum = 0, sum_of_squares = 0;
  std::int64_t count = 0;       // of finite values
  std::int64_t not_finite = 0;  // left out of all else
  std::vector<double> limits, counts;
};

/// Of the elements of a real tensor; throws `Error` for complex ones.
Histogram histogram_of(const Tensor& values);

}  // namespace percept::io
