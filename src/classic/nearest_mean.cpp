#include "percept/classic/nearest_mean.hpp"

#include <cmath>
#include <limits>

namespace percept::classic {

NearestMean::NearestMean(std::int64_t inputs, std::int64_t classes)
    : inputs_(inputs), sums_(std::size_t(inputs * classes), 0.0), counts_(std::size_t(classes), 0) {}

void NearestMean::add(std::span<const double> x, std::int64_t label) {
  double* sums = sums_.data() + label * inputs_;
  for (std::int64_t i = 0; i < inputs_; ++i) sums[i] += x[std::size_t(i)];
  ++counts_[std::size_t(label)];
}

std::vector<double> NearestMean::mean(std::int64_t label) const {
  std::vector<double> mean(sums_.begin() + label * inputs_, sums_.begin() + (label + 1) * inputs_);
  for (double& number : mean) number /= double(count(label));
  return mean;
}

std::vector<double> NearestMean::distances(std::span<const double> x) const {
  std::vector<double> distances;
  for (std::int64_t label = 0; label < std::int64_t(counts_.size()); ++label) {
    std::vector<double> center = mean(label);
    double squares = 0;
    for (std::size_t i = 0; i < center.size(); ++i) squares += (x[i] - center[i]) * (x[i] - center[i]);
    distances.push_back(std::sqrt(squares));
  }
  return distances;
}

std::int64_t NearestMean::predict(std::span<const double> x) const {
  std::vector<double> all = distances(x);
  std::int64_t best = -1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t label = 0; label < all.size(); ++label)
    if (all[label] < least) {  // never NaN
      least = all[label];
      best = std::int64_t(label);
    }
  return best;
}

}  // namespace percept::classic
