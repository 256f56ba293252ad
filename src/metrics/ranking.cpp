#include "percept/metrics/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numbers.hpp"

namespace percept::metrics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// All examples with one score.
struct Step {
  double score = 0;
  std::int64_t positives = 0, negatives = 0;
};

struct Steps {
  std::vector<Step> steps;  // the highest score first
  std::int64_t positives = 0, negatives = 0;
  bool ordered = true;  // false where a score is NaN
};

Steps steps_of(const Tensor& scores, const Tensor& truths) {
  require_same_shape(scores, truths);
  Numbers numbers(scores);
  WholeNumbers kinds(truths);
  Steps all;
  std::vector<std::size_t> order(numbers.values.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    if (std::isnan(numbers.values[i])) return all.ordered = false, all;
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return numbers.values[a] > numbers.values[b]; });
  for (std::size_t i : order) {
    if (all.steps.empty() || all.steps.back().score != numbers.values[i])
      all.steps.push_back({numbers.values[i]});
    bool positive = kinds.values[i] != 0;
    ++(positive ? all.steps.back().positives : all.steps.back().negatives);
    ++(positive ? all.positives : all.negatives);
  }
  return all;
}

}  // namespace

Curve roc_curve(const Tensor& scores, const Tensor& truths) {
  Steps all = steps_of(scores, truths);
  if (!all.ordered || !all.positives || !all.negatives) return {};
  Curve curve{{0}, {0}, {std::numeric_limits<double>::infinity()}};
  std::int64_t hits = 0, alarms = 0;
  for (const Step& step : all.steps) {
    curve.x.push_back(double(alarms += step.negatives) / double(all.negatives));
    curve.y.push_back(double(hits += step.positives) / double(all.positives));
    curve.threshold.push_back(step.score);
  }
  return curve;
}

Curve precision_recall_curve(const Tensor& scores, const Tensor& truths) {
  Steps all = steps_of(scores, truths);
  if (!all.ordered || !all.positives) return {};
  Curve curve{{0}, {1}, {std::numeric_limits<double>::infinity()}};
  std::int64_t hits = 0, said = 0;
  for (const Step& step : all.steps) {
    hits += step.positives, said += step.positives + step.negatives;
    curve.x.push_back(double(hits) / double(all.positives));
    curve.y.push_back(double(hits) / double(said));
    curve.threshold.push_back(step.score);
  }
  return curve;
}

double area_under(const Curve& curve) {
  if (curve.x.empty()) return kNan;
  double area = 0;
  for (std::size_t i = 1; i < curve.x.size(); ++i)
    area += (curve.x[i] - curve.x[i - 1]) * (curve.y[i] + curve.y[i - 1]) / 2;
  return area;
}

double auroc(const Tensor& scores, const Tensor& truths) {
  Steps all = steps_of(scores, truths);
  if (!all.ordered || !all.positives || !all.negatives) return kNan;
  double ranks = 0, below = 0;  // the sum of the mid-ranks of the positives, counted from the lowest
  for (auto step = all.steps.rbegin(); step != all.steps.rend(); ++step) {
    double size = double(step->positives + step->negatives);
    ranks += double(step->positives) * (below + (size + 1) / 2);
    below += size;
  }
  double p = double(all.positives), n = double(all.negatives);
  return (ranks - p * (p + 1) / 2) / (p * n);
}

double average_precision(const Tensor& scores, const Tensor& truths) {
  Steps all = steps_of(scores, truths);
  if (!all.ordered || !all.positives) return kNan;
  double sum = 0;
  std::int64_t hits = 0, said = 0;
  for (const Step& step : all.steps) {
    hits += step.positives, said += step.positives + step.negatives;
    sum += double(step.positives) * double(hits) / double(said);
  }
  return sum / double(all.positives);
}

}  // namespace percept::metrics
