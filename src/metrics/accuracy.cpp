#include "percept/metrics/accuracy.hpp"

#include "numbers.hpp"

namespace percept::metrics {

TopKAccuracy::TopKAccuracy(std::int64_t k) : k_(k) {
  if (k < 1) throw Error(Problem("metrics.k", {{"k", k}}));
}

void TopKAccuracy::add(const Tensor& scores, const Tensor& labels) {
  require_rows(scores, labels);
  Numbers numbers(scores);
  WholeNumbers truths(labels);
  std::size_t classes = std::size_t(scores.shape()[1]);
  for (std::size_t i = 0; i < truths.values.size(); ++i, ++count_) {
    std::int64_t label = truths.values[i];
    if (label < 0 || label >= std::int64_t(classes)) continue;
    auto row = numbers.values.subspan(i * classes, classes);
    double own = row[std::size_t(label)];
    std::int64_t ahead = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      bool behind = row[c] < own || (row[c] == own && std::int64_t(c) >= label);  // false of NaN
      ahead += !behind;
    }
    right_ += ahead < k_ && own == own;
  }
}

double top_k_accuracy(const Tensor& scores, const Tensor& labels, std::int64_t k) {
  TopKAccuracy accuracy(k);
  accuracy.add(scores, labels);
  return accuracy.value();
}

}  // namespace percept::metrics
