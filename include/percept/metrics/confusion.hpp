// The confusion matrix of a classifier, and what is read from it.
#pragma once

#include <cstdint>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

/// How the figures of the classes become one: their mean; the figure of all examples together; their mean
/// weighted by the examples of each class. A figure that is 0 / 0 counts as 0, as in scikit-learn.
enum class Average { macro, micro, weighted };

/// counts[t][p]: how many examples of class t were taken for class p.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::int64_t classes = 0)
      : classes_(classes), counts_(std::size_t(classes * classes), 0) {}

  /// Throws `Error` where one of them is no class.
  void add(std::int64_t truth, std::int64_t predicted);
  /// Scores f32 [N, classes] against labels i64 [N]: the largest score predicts, the first of equal ones.
  void add(const Tensor& scores, const Tensor& labels);

  std::int64_t classes() const { return classes_; }
  std::int64_t at(std::int64_t truth, std::int64_t predicted) const {
    return counts_[std::size_t(truth * classes_ + predicted)];
  }
  std::int64_t count() const;
  std::int64_t right() const;
  /// right / count. Like the two below NaN where it is 0 / 0.
  double accuracy() const;
  /// Of the examples taken for this class, the share that are of it.
  double precision(std::int64_t c) const;
  /// Of the examples of this class, the share that were taken for it.
  double recall(std::int64_t c) const;
  /// The mean of precision and recall that counts recall beta times as much: (1 + beta^2) P R / (beta^2 P +
  /// R).
  double f_beta(std::int64_t c, double beta = 1) const;
  double precision(Average average) const;
  double recall(Average average) const;
  double f_beta(Average average, double beta = 1) const;
  std::int64_t examples(std::int64_t truth) const;
  std::int64_t predictions(std::int64_t predicted) const;

 private:
  template <class F>
  double averaged(Average average, F&& figure) const;

  std::int64_t classes_;
  std::vector<std::int64_t> counts_;
};

}  // namespace percept::metrics
