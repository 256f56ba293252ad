#include "percept/io/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace percept::io {
namespace {

const std::vector<double>& bucket_limits() {
  static const std::vector<double> limits = [] {
    std::vector<double> positive;
    for (double limit = 1e-12; limit < 1e20; limit *= 1.1) positive.push_back(limit);
    positive.push_back(std::numeric_limits<double>::max());
    std::vector<double> all;
    for (auto limit = positive.rbegin(); limit != positive.rend(); ++limit) all.push_back(-*limit);
    all.push_back(0);
    all.insert(all.end(), positive.begin(), positive.end());
    return all;
  }();
  return limits;
}

}  // namespace

Histogram histogram_of(const Tensor& values) {
  const std::vector<double>& limits = bucket_limits();
  std::vector<double> counts(limits.size());
  Histogram histogram;
  for (std::int64_t i = 0; i < values.size(); ++i) {
    double value = values.at(i);
    if (!std::isfinite(value)) {
      ++histogram.not_finite;
      continue;
    }
    histogram.least = histogram.count == 0 ? value : std::min(histogram.least, value);
    histogram.most = histogram.count == 0 ? value : std::max(histogram.most, value);
    ++histogram.count;
    histogram.sum += value;
    histogram.sum_of_squares += value * value;
    auto bucket = std::upper_bound(limits.begin(), limits.end() - 1, value);
    ++counts[std::size_t(bucket - limits.begin())];
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    bool run_goes_on = counts[i] == 0 && i + 1 < counts.size() && counts[i + 1] == 0;
    if (run_goes_on) continue;
    histogram.limits.push_back(limits[i]);
    histogram.counts.push_back(counts[i]);
  }
  return histogram;
}

}  // namespace percept::io
