#include "line_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percept::optim {
namespace {

constexpr int kMostTrials = 25;
constexpr double kDecrease = 1e-4, kCurvature = 0.9;
constexpr double kSmallestBracket = 1e-9;  // of steps, by their largest number

// The minimum within [low, high] of the cubic with the values and slopes of two points (eq. 3.59); the
// middle where there is none.
double cubic_minimum(const LinePoint& a, const LinePoint& b, double low, double high) {
  const LinePoint &first = a.t <= b.t ? a : b, &last = a.t <= b.t ? b : a;
  double d1 = first.slope + last.slope - 3 * (first.value - last.value) / (first.t - last.t);
  double square = d1 * d1 - first.slope * last.slope;
  double d2 = std::sqrt(square);
  double t = last.t - (last.t - first.t) * ((last.slope + d2 - d1) / (last.slope - first.slope + 2 * d2));
  return std::isfinite(t) ? std::min(std::max(t, low), high) : (low + high) / 2;
}

// Where the cubic's minimum is, but a tenth of the bracket from its edges where it sticks to them.
double next_in(const LinePoint& a, const LinePoint& b, bool& near_edge) {
  double first = std::min(a.t, b.t), last = std::max(a.t, b.t), margin = 0.1 * (last - first);
  double t = cubic_minimum(a, b, first, last);
  bool near = std::min(last - t, t - first) < margin;
  if (near && (near_edge || t >= last || t <= first)) {
    t = std::abs(t - last) < std::abs(t - first) ? last - margin : first + margin;
    near = false;
  }
  near_edge = near;
  return t;
}

}  // namespace

LinePoint search_line(const std::function<LinePoint(double t)>& evaluate, const LinePoint& start, double t,
                      double largest) {
  auto too_high = [&](const LinePoint& p) { return p.value > start.value + kDecrease * p.t * start.slope; };
  auto flat = [&](const LinePoint& p) { return std::abs(p.slope) <= -kCurvature * start.slope; };

  LinePoint bracket[2] = {start, evaluate(t)};
  int trials = 0;
  for (;; ++trials) {
    LinePoint &before = bracket[0], &now = bracket[1];
    if (trials == kMostTrials) return start.value <= now.value ? start : now;
    if (too_high(now) || (trials > 1 && now.value >= before.value)) break;
    if (flat(now)) return now;
    if (now.slope >= 0) break;
    double next = cubic_minimum(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
    before = std::move(now);
    now = evaluate(next);
  }

  auto lower = [&] { return bracket[0].value <= bracket[1].value ? 0 : 1; };
  int low = lower();
  bool near_edge = false;
  for (; trials < kMostTrials; ++trials) {
    if (std::abs(bracket[1].t - bracket[0].t) * largest < kSmallestBracket) break;
    LinePoint now = evaluate(next_in(bracket[0], bracket[1], near_edge));
    if (too_high(now) || now.value >= bracket[low].value) {
      bracket[1 - low] = std::move(now);
      low = lower();
      continue;
    }
    if (flat(now)) return now;
    if (now.slope * (bracket[1 - low].t - bracket[low].t) >= 0) bracket[1 - low] = bracket[low];
    bracket[low] = std::move(now);
  }
  return bracket[low];
}

}  // namespace percept::optim
