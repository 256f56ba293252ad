#include "percept/lab/slope_lab.hpp"

#include <algorithm>
#include <cmath>

#include "percept/lab/settings.hpp"

namespace percept::lab {
namespace {

constexpr double kFar = 1e6;
constexpr std::int64_t kPlaces = 401, kMostSteps = 600;
constexpr double kStillOnScreen = 1e-6;

Error unseen(const std::string& formula) {
  return Error(
      Problem("lab.slope.unseen", {{"formula", formula}}).with_hint("lab.formula.infinite.hint").at("curve"));
}

void check(const SlopeQuestion& question) {
  require_range("left", question.left, -kFar, kFar);
  require_range("right", question.right, -kFar, kFar);
  double least = 1e-6 * std::max({1.0, std::abs(question.left), std::abs(question.right)});
  if (!(question.right - question.left >= least))
    throw Error(Problem("lab.slope.window").with_hint("lab.slope.window.hint").at("right"));
  require_range("a", question.a, -kFar, kFar);
  require_range("h", question.h, -kFar, kFar);
  if (question.h == 0) throw Error(Problem("lab.slope.h").with_hint("lab.slope.h.hint").at("h"));
}

SlopePath shown(SlopeCurve& curve, const SlopeQuestion& question, double momentum) {
  DescentPath path = descend(curve, {.rule = question.nesterov && momentum > 0 ? "nesterov" : "momentum",
                                     .start = question.start,
                                     .rate = question.rate,
                                     .momentum = momentum,
                                     .steps = kMostSteps,
                                     .still = kStillOnScreen});
  DescentVerdict verdict = verdict_on(curve, path, question.left, question.right);
  SlopePath shown{.end = path.end,
                  .x = path.last.x,
                  .value = path.last.value,
                  .slope = path.last.slope,
                  .nearest = verdict.nearest,
                  .found = verdict.found,
                  .escaped = verdict.escaped,
                  .lowest = verdict.found && *verdict.found == *verdict.lowest};
  for (const DescentStep& step : path.steps)
    shown.steps.push_back({step.x, step.value, step.slope, step.velocity.value_or(0), step.next});
  return shown;
}

}  // namespace

SlopeView SlopeLab::look(const SlopeQuestion& question) {
  check(question);
  if (!curve_ || word_ != question.curve) try {
      curve_ = std::make_unique<SlopeCurve>(question.curve);
      word_ = question.curve;
    } catch (const Error& error) {
      throw Error(Problem(error.problem()).at("curve"));
    }
  SlopeView view{.formula = curve_->formula()};
  for (const CurvePoint& point : curve_->drawn(question.left, question.right, kPlaces))
    view.heights.push_back(point.value);
  if (std::none_of(view.heights.begin(), view.heights.end(), [](double y) { return std::isfinite(y); }))
    throw unseen(view.formula);
  view.minima = curve_->minima(question.left, question.right);
  view.value = curve_->at(question.a).value;
  view.secant = curve_->secants(question.a, {question.h}).front();
  for (const Secant& secant : curve_->secants(question.a, shrinking(1, 1e-16, 4)))
    view.errors.push_back({secant.h, secant.error});
  view.plain = shown(*curve_, question, 0);
  view.inert = shown(*curve_, question, question.momentum);
  return view;
}

}  // namespace percept::lab
