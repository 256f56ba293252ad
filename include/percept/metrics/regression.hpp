// How far predicted numbers are from the true ones.
#pragma once

#include <cstdint>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

/// Fed batch by batch; all elements count alike. Figures are NaN where nothing was added.
class RegressionErrors {
 public:
  void add(double prediction, double target);
  /// Throws `Error` where the shapes differ.
  void add(const Tensor& predictions, const Tensor& targets);

  std::int64_t count() const { return count_; }
  /// The mean of |p - t|, of (p - t)^2, and its root.
  double mean_absolute_error() const { return absolute_ / double(count_); }
  double mean_squared_error() const { return squared_ / double(count_); }
  double root_mean_squared_error() const;
  /// 1 - sum (p - t)^2 / sum (t - mean t)^2: 1 is perfect, 0 as good as saying the mean. NaN or minus
  /// infinity where all targets are alike.
  double r_squared() const { return 1 - squared_ / spread_; }

 private:
  std::int64_t count_ = 0;
  double absolute_ = 0, squared_ = 0;
  double mean_ = 0, spread_ = 0;  // of the targets, by Welford's recurrence: no large squares that cancel
};

}  // namespace percept::metrics
