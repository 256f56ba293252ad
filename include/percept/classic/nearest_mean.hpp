// The nearest mean: each class is the mean of its examples, and an example belongs to the nearest one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace percept::classic {

/// Sums in f64: of whole numbers exact, whatever the order.
class NearestMean {
 public:
  NearestMean(std::int64_t inputs, std::int64_t classes);

  void add(std::span<const double> x, std::int64_t label);
  std::int64_t count(std::int64_t label) const { return counts_[std::size_t(label)]; }
  /// The sums, [classes, inputs].
  const std::vector<double>& sums() const { return sums_; }
  /// sum / count; NaN where the class has no examples.
  std::vector<double> mean(std::int64_t label) const;
  /// sqrt(sum of (x - mean)^2), one a class.
  std::vector<double> distances(std::span<const double> x) const;
  /// The first of equally near ones; requires an example.
  std::int64_t predict(std::span<const double> x) const;

 private:
  std::int64_t inputs_;
  std::vector<double> sums_;
  std::vector<std::int64_t> counts_;
};

}  // namespace percept::classic
