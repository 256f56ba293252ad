// How often the right class is among the likeliest.
#pragma once

#include <cstdint>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

/// The share of examples whose class has one of the k largest scores; of equal scores the first counts more,
/// and NaN never lets a class in. Fed batch by batch.
class TopKAccuracy {
 public:
  /// Throws `Error` where k is not positive.
  explicit TopKAccuracy(std::int64_t k = 5);

  /// Scores, floats [N, classes], against labels, whole numbers [N]. A label that is no class is an example
  /// gone wrong.
  void add(const Tensor& scores, const Tensor& labels);
  std::int64_t count() const { return count_; }
  /// NaN where nothing was added.
  double value() const { return double(right_) / double(count_); }

 private:
  std::int64_t k_, count_ = 0, right_ = 0;
};

double top_k_accuracy(const Tensor& scores, const Tensor& labels, std::int64_t k);
/// The share of examples whose class has the largest score.
inline double accuracy(const Tensor& scores, const Tensor& labels) {
  return top_k_accuracy(scores, labels, 1);
}

}  // namespace percept::metrics
