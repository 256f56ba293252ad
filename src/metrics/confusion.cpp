#include "percept/metrics/confusion.hpp"

#include <algorithm>
#include <cmath>
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

// In counts: (1 + b^2) hits / (b^2 (hits + misses) + hits + false alarms), which is defined where one of
// precision and recall is not.
double ConfusionMatrix::f_beta(std::int64_t c, double beta) const {
  double square = beta * beta;
  return (1 + square) * double(at(c, c)) / (square * double(examples(c)) + double(predictions(c)));
}

template <class F>
double ConfusionMatrix::averaged(Average average, F&& figure) const {
  if (average == Average::micro) return accuracy();  // each wrong one is a miss here and a false alarm there
  double sum = 0, weights = 0;
  for (std::int64_t c = 0; c < classes_; ++c) {
    double weight = average == Average::macro ? 1 : double(examples(c)), value = figure(c);
    sum += std::isnan(value) ? 0 : weight * value;
    weights += weight;
  }
  return sum / weights;
}

double ConfusionMatrix::precision(Average average) const {
  return averaged(average, [&](std::int64_t c) { return precision(c); });
}
double ConfusionMatrix::recall(Average average) const {
  return averaged(average, [&](std::int64_t c) { return recall(c); });
}
double ConfusionMatrix::f_beta(Average average, double beta) const {
  return averaged(average, [&](std::int64_t c) { return f_beta(c, beta); });
}

}  // namespace percept::metrics
