#include "percept/metrics/confusion.hpp"

#include <algorithm>
#include <numeric>

namespace percept::metrics {

void ConfusionMatrix::add(std::int64_t truth, std::int64_t predicted) {
  for (std::int64_t c : {truth, predicted})
    if (c < 0 || c >= classes_) throw Error(Problem("metrics.class", {{"class", c}, {"classes", classes_}}));
  ++counts_[std::size_t(truth * classes_ + predicted)];
}

void ConfusionMatrix::add(const Tensor& scores, const Tensor& labels) {
  if (scores.shape() != Shape{labels.size(), classes_})
    throw Error(
        Problem("metrics.scores",
                {{"scores", to_string(scores)}, {"labels", to_string(labels)}, {"classes", classes_}}));
  auto numbers = scores.data<float>();
  auto truths = labels.data<std::int64_t>();
  for (std::size_t i = 0; i < truths.size(); ++i) {
    auto row = numbers.subspan(i * std::size_t(classes_), std::size_t(classes_));
    add(truths[i], std::max_element(row.begin(), row.end()) - row.begin());
  }
}

std::int64_t ConfusionMatrix::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::int64_t(0));
}

std::int64_t ConfusionMatrix::right() const {
  std::int64_t sum = 0;
  for (std::int64_t c = 0; c < classes_; ++c) sum += at(c, c);
  return sum;
}

std::int64_t ConfusionMatrix::examples(std::int64_t truth) const {
  std::int64_t sum = 0;
  for (std::int64_t p = 0; p < classes_; ++p) sum += at(truth, p);
  return sum;
}

std::int64_t ConfusionMatrix::predictions(std::int64_t predicted) const {
  std::int64_t sum = 0;
  for (std::int64_t t = 0; t < classes_; ++t) sum += at(t, predicted);
  return sum;
}

double ConfusionMatrix::accuracy() const { return double(right()) / double(count()); }
double ConfusionMatrix::precision(std::int64_t c) const { return double(at(c, c)) / double(predictions(c)); }
double ConfusionMatrix::recall(std::int64_t c) const { return double(at(c, c)) / double(examples(c)); }

}  // namespace percept::metrics
