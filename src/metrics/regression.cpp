#include "percept/metrics/regression.hpp"

#include <cmath>

#include "numbers.hpp"

namespace percept::metrics {

void RegressionErrors::add(double prediction, double target) {
  double error = prediction - target;
  absolute_ += std::abs(error);
  squared_ += error * error;
  double off = target - mean_;
  mean_ += off / double(++count_);
  spread_ += off * (target - mean_);
}

void RegressionErrors::add(const Tensor& predictions, const Tensor& targets) {
  require_same_shape(predictions, targets);
  Numbers p(predictions), t(targets);
  for (std::size_t i = 0; i < p.values.size(); ++i) add(p.values[i], t.values[i]);
}

double RegressionErrors::root_mean_squared_error() const { return std::sqrt(mean_squared_error()); }

}  // namespace percept::metrics
