#include "percept/lab/descent.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/lab/settings.hpp"
#include "percept/optim/adam.hpp"
#include "percept/optim/sgd.hpp"

namespace percept::lab {
namespace {

constexpr const char* kPath = "x";
constexpr double kBeyond = 1e9;       // where x has diverged
constexpr double kSameGround = 1e-4;  // how near a minimum a descent that has settled there is

struct Rule {
  std::unique_ptr<optim::Optimizer> optimizer;
  bool velocity;
};

// Rate and momentum are fed; the config only says that there is a momentum.
Rule rule_of(const DescentSettings& settings) {
  constexpr double kSome = 0.5;
  if (settings.rule == "adam") return {std::make_unique<optim::Adam>(), false};
  if (settings.rule != "momentum" && settings.rule != "nesterov")
    throw Error(Problem("lab.unknown_word", {{"field", "rule"}, {"word", settings.rule.substr(0, 40)}}));
  return {std::make_unique<optim::Sgd>(
              optim::SgdConfig{.momentum = kSome, .nesterov = settings.rule == "nesterov"}),
          true};
}

void check(const DescentSettings& settings) {
  require_range("start", settings.start, -kBeyond, kBeyond);
  require_range("rate", settings.rate, 0, 1000);
  require_range("momentum", settings.momentum, 0, 1);
  require_range("steps", double(settings.steps), 1, double(kMostDescentSteps));
}

void trace_step(Graph& graph, const SlopeCurve& curve, const DescentSettings& settings) {
  // Fed in f64, where optimisers alone would round them to f32.
  graph.feed("lr", {DType::f64, {}});
  Value x = graph.parameter({.path = kPath,
                             .type = {DType::f64, {}},
                             .initialize = [start = settings.start](Tensor& tensor, const RandomStream&) {
                               tensor.set(0, start);
                             }});
  Value y = curve.trace(x), slope = differentiate(y, {x}).front();
  Rule rule = rule_of(settings);
  if (rule.velocity) graph.feed("momentum", {DType::f64, {}});
  graph.fetch("x", x);
  graph.fetch("value", y);
  graph.fetch("slope", slope);
  graph.fetch("next", rule.optimizer->update({x}, {slope}).front());
  if (!rule.velocity) return;
  for (const auto& [parameter, value] : graph.assigns())
    if (!graph.parameter_of(parameter).trainable) graph.fetch("velocity", value);
}

// Why it goes no further after this step; empty where it does.
std::string end_after(const DescentStep& step, double small) {
  if (!std::isfinite(step.value) || !std::isfinite(step.slope)) return "undefined";
  if (!(std::abs(step.next) <= kBeyond)) return "diverged";
  double size = std::max(1.0, std::abs(step.x));
  bool still = std::abs(step.slope) <= small && std::abs(step.next - step.x) <= small * size;
  return still ? "settled" : "";
}

}  // namespace

DescentPath descend(SlopeCurve& curve, const DescentSettings& settings) {
  check(settings);
  rule_of(settings);
  CurvePoint begin = curve.at(settings.start);
  if (!std::isfinite(begin.value) || !std::isfinite(begin.slope))
    throw Error(Problem("lab.slope.undefined", {{"formula", curve.formula()}, {"x", settings.start}})
                    .with_hint("lab.slope.undefined.hint")
                    .at("start"));
  ParameterStore store;
  Program program(store, [&](Graph& graph) { trace_step(graph, curve, settings); });
  Feeds feeds;
  feeds["lr"] = Tensor::scalar(settings.rate);
  if (settings.rule != "adam") feeds["momentum"] = Tensor::scalar(settings.momentum);
  DescentPath path;
  for (std::int64_t i = 0; i < settings.steps; ++i) {
    const Fetches& now = program.run(feeds);
    DescentStep step{
        .x = now.number("x"),
        .value = now.number("value"),
        .slope = now.number("slope"),
        .velocity = settings.rule == "adam" ? std::nullopt : std::optional(now.number("velocity")),
        .next = now.number("next")};
    path.end = end_after(step, settings.still);
    // Where the curve has no value there is no step.
    if (path.end != "undefined") path.steps.push_back(step);
    path.last = {step.x, step.value, step.slope};
    if (!path.end.empty()) break;
  }
  if (path.end.empty()) path.end = "steps";
  if (path.end != "undefined") path.last = curve.at(path.steps.back().next);
  if (path.end == "steps" && !(std::isfinite(path.last.value) && std::isfinite(path.last.slope)))
    path.end = "undefined";
  return path;
}

DescentVerdict verdict_on(SlopeCurve& curve, const DescentPath& path, double left, double right) {
  DescentVerdict verdict{.minima = curve.minima(left, right)};
  for (double minimum : verdict.minima) {
    if (!verdict.lowest || curve.at(minimum).value < curve.at(*verdict.lowest).value)
      verdict.lowest = minimum;
    if (path.end == "settled" && std::abs(minimum - path.last.x) <= kSameGround * (right - left))
      verdict.found = minimum;
  }
  if (path.steps.empty()) return verdict;
  const DescentStep& first = path.steps.front();
  for (double minimum : verdict.minima) {
    double ahead = (minimum - first.x) * (first.slope > 0 ? -1 : 1);
    if (ahead < 0 || first.slope == 0) continue;
    if (!verdict.nearest || std::abs(minimum - first.x) < std::abs(*verdict.nearest - first.x))
      verdict.nearest = minimum;
  }
  verdict.escaped = verdict.nearest && verdict.found && *verdict.found != *verdict.nearest;
  return verdict;
}

}  // namespace percept::lab
