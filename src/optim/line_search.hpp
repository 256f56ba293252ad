// The search along a direction for a point that satisfies the strong Wolfe conditions.
#pragma once

#include <functional>
#include <vector>

namespace percept::optim {

/// A point x + t d of a line: its place, value, gradient, and slope along d.
struct LinePoint {
  double t = 0, value = 0, slope = 0;
  std::vector<double> gradient;
};

/// Tries `t` first and gives the point found, at the latest after `kMostTrials`; `largest` is that of |d|.
/// Sufficient decrease: f(t) <= f(0) + 1e-4 t f'(0); curvature: |f'(t)| <= 0.9 |f'(0)|. Nocedal & Wright
/// 2006, algorithm 3.5 (bracketing) and 3.6 (zoom).
LinePoint search_line(const std::function<LinePoint(double t)>& evaluate, const LinePoint& start, double t,
                      double largest);

}  // namespace percept::optim
