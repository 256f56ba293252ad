#include "percept/optim/lbfgs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "line_search.hpp"

namespace percept::optim {
namespace {

using Numbers = std::vector<double>;

constexpr double kLeastCurvature = 1e-10;  // a change with less teaches nothing

double dot(const Numbers& a, const Numbers& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}
// a + factor b
Numbers moved(Numbers a, double factor, const Numbers& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
  return a;
}
Numbers scaled(Numbers a, double factor) {
  for (double& number : a) number *= factor;
  return a;
}
// Not a number where one of them is none.
double largest(const Numbers& a) {
  double most = 0;
  for (double number : a) {
    if (std::isnan(number)) return number;
    most = std::max(most, std::abs(number));
  }
  return most;
}
double sum_of_sizes(const Numbers& a) {
  return std::accumulate(a.begin(), a.end(), 0.0, [](double sum, double n) { return sum + std::abs(n); });
}

}  // namespace

void Lbfgs::learn(const Numbers& gradient) {
  Change change{scaled(direction_, length_), moved(gradient, -1, gradient_), 0};
  double product = dot(change.gradient, change.step);
  if (!(product > kLeastCurvature) || config_.history_size < 1) return;
  scale_ = product / dot(change.gradient, change.gradient);
  change.reciprocal = 1 / product;
  if (std::int64_t(changes_.size()) == config_.history_size) changes_.pop_front();
  changes_.push_back(std::move(change));
}

// The two loops of Liu & Nocedal: the inverse curvature times -gradient, without a matrix.
Numbers Lbfgs::direction(const Numbers& gradient) const {
  Numbers d = scaled(gradient, -1), shares(changes_.size());
  for (std::size_t i = changes_.size(); i-- > 0;) {
    shares[i] = dot(changes_[i].step, d) * changes_[i].reciprocal;
    d = moved(std::move(d), -shares[i], changes_[i].gradient);
  }
  d = scaled(std::move(d), scale_);
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    double share = dot(changes_[i].gradient, d) * changes_[i].reciprocal;
    d = moved(std::move(d), shares[i] - share, changes_[i].step);
  }
  return d;
}

Lbfgs::Outcome Lbfgs::step(Numbers& x, const Objective& objective) {
  if (gradient_.size() != x.size()) *this = Lbfgs(config_);
  Outcome outcome;
  const std::int64_t most_evaluations = config_.max_eval > 0 ? config_.max_eval : config_.max_iter * 5 / 4;
  auto evaluate = [&](const Numbers& at, Numbers& gradient) {
    ++outcome.evaluations, ++evaluations_;
    gradient.resize(at.size());
    double value = objective(at, gradient);
    return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
  };

  LinePoint now;
  now.value = outcome.loss = evaluate(x, now.gradient);
  auto at_end = [&] {
    double size = largest(now.gradient);
    return size <= config_.tolerance_grad || !std::isfinite(size);
  };
  if (at_end()) return outcome;
  while (outcome.iterations < config_.max_iter) {
    ++outcome.iterations;
    if (iterations_++ > 0) learn(now.gradient);
    direction_ = direction(now.gradient);
    gradient_ = now.gradient;
    length_ = config_.lr;
    if (iterations_ == 1) length_ *= std::min(1.0, 1 / sum_of_sizes(now.gradient));
    double before = now.value;
    now.t = 0;
    now.slope = dot(now.gradient, direction_);
    if (now.slope > -config_.tolerance_change) break;

    bool last = outcome.iterations == config_.max_iter;
    if (config_.line_search == LineSearch::strong_wolfe) {
      auto trial = [&](double t) {
        LinePoint point{t, 0, 0, {}};
        point.value = evaluate(moved(x, t, direction_), point.gradient);
        point.slope = dot(point.gradient, direction_);
        return point;
      };
      now = search_line(trial, now, length_, largest(direction_));
      length_ = now.t;
      x = moved(std::move(x), length_, direction_);
    } else {
      x = moved(std::move(x), length_, direction_);
      if (!last) now.value = evaluate(x, now.gradient);  // the next call begins with it
    }
    if (last || outcome.evaluations >= most_evaluations) break;
    if (at_end()) break;
    if (largest(direction_) * std::abs(length_) <= config_.tolerance_change) break;
    if (std::abs(now.value - before) < config_.tolerance_change) break;
  }
  return outcome;
}

}  // namespace percept::optim
