// Gradient descent on a curve, each step with its numbers, by the engine's own optimisers.
#pragma once

#include "percept/lab/slope_curve.hpp"

namespace percept::lab {

inline constexpr std::int64_t kMostDescentSteps = 100'000;

struct DescentSettings {
  std::string rule = "momentum";
  double start = 0, rate = 0.1, momentum = 0;
  std::int64_t steps = 1000;
  double still = 1e-10;  // of slope and movement, where it has settled
};

/// x <- next. What is subtracted is rate times the velocity; with Nesterov rate times slope + momentum
/// velocity; Adam scales the slope by its averages, and has no velocity here.
struct DescentStep {
  double x = 0, value = 0, slope = 0;
  std::optional<double> velocity;
  double next = 0;
};

struct DescentPath {
  std::vector<DescentStep> steps;
  /// "settled": neither slope nor movement is left; "diverged": x grows beyond all bounds; "undefined": it
  /// came to where the curve has no value; "steps": all were used up.
  std::string end;
  CurvePoint last;
};

/// v <- momentum v + slope, x <- x - rate v ("momentum", PyTorch's form; without momentum plain descent), its
/// form by Nesterov ("nesterov"), or "adam". Throws `Error` where a setting is out of its range, or the curve
/// has no value or slope at the start.
DescentPath descend(SlopeCurve& curve, const DescentSettings& settings);

/// What a descent came by, of the curve's minima between two places.
struct DescentVerdict {
  std::vector<double> minima;
  std::optional<double> nearest;  // the minimum downhill from the start
  std::optional<double> found;    // the one that it has settled in
  std::optional<double> lowest;
  bool escaped = false;  // from the nearest into another
};
DescentVerdict verdict_on(SlopeCurve& curve, const DescentPath& path, double left, double right);

}  // namespace percept::lab
