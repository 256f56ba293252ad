#include "percept/lab/slope_curve.hpp"

#include <algorithm>
#include <cmath>

#include "../recipe/formula.hpp"
#include "percept/autograd/differentiate.hpp"
#include "percept/ops/reduction.hpp"

namespace percept::lab {
namespace {

// Of the lectures' example the slopes are given, 3 at 5 and -1 at 2: this parabola has them.
constexpr CurvePreset kPresets[] = {
    {"two-valleys", "x^4/4 - x^2/2 + x/10", -1.8, 1.8, 1.5, 0.05, 0.95},
    {"parabola", "x^2/2", -3, 3, 2.5, 0.1, 0.9},
    {"lectures", "(2*x^2 - 11*x)/3", -0.5, 6, 5, 1, 0.5},
    {"waves", "x^2/20 - cos(2*x)/2", -6, 6, 5.2, 0.1, 0.9},
    {"plateau", "1 - exp(-x^2/2)", -4, 4, 3.5, 0.5, 0.9},
    {"saddle", "x^3/3 - x^2 + x", -1, 3, 2.5, 0.1, 0.5},
    {"kink", "abs(x)", -2, 2, 1.55, 0.1, 0.5},
};

// The sentences, by name.
constexpr const char* kWords[] = {
    "lab.slope.two_valleys", "lab.slope.parabola", "lab.slope.lectures", "lab.slope.waves",
    "lab.slope.plateau",     "lab.slope.saddle",   "lab.slope.kink",
};

std::string formula_of(std::string_view word) {
  const CurvePreset* preset = find_curve(word);
  return std::string(preset ? preset->formula : word);
}

}  // namespace

Message CurvePreset::words() const { return Message(kWords[this - std::data(kPresets)]); }

std::span<const CurvePreset> curve_presets() { return kPresets; }

std::vector<std::string> curve_names() {
  std::vector<std::string> names;
  for (const CurvePreset& preset : kPresets) names.emplace_back(preset.name);
  return names;
}

const CurvePreset* find_curve(std::string_view name) {
  auto found = std::find_if(std::begin(kPresets), std::end(kPresets),
                            [&](const CurvePreset& preset) { return preset.name == name; });
  return found == std::end(kPresets) ? nullptr : &*found;
}

SlopeCurve::SlopeCurve(std::string_view word)
    : formula_(formula_of(word)), program_(store_, [this](Graph& graph) {
        Value x = graph.feed("x"), y = trace(x);
        graph.fetch("value", y);
        // Each place has a part of its own in the sum.
        graph.fetch("slope", differentiate(reduce_sum(y), {x}).front());
      }) {
  at(0);  // a wrong formula is refused here
}

Value SlopeCurve::trace(Value x) const { return recipe::formula_value(formula_, {{"x", x}, {"theta", x}}); }

std::vector<CurvePoint> SlopeCurve::at(const std::vector<double>& places) {
  Tensor x(DType::f64, {std::int64_t(places.size())});
  std::copy(places.begin(), places.end(), x.data<double>().begin());
  Feeds feeds({{"x", x}});
  const Fetches& found = program_.run(feeds);
  std::vector<CurvePoint> points;
  points.reserve(places.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    points.push_back({places[i], found["value"].at(std::int64_t(i)), found["slope"].at(std::int64_t(i))});
  return points;
}

std::vector<CurvePoint> SlopeCurve::drawn(double left, double right, std::int64_t count) {
  std::vector<double> places;
  for (std::int64_t i = 0; i < count; ++i)
    places.push_back(left + (right - left) * double(i) / double(count - 1));
  return at(places);
}

std::vector<double> SlopeCurve::minima(double left, double right) {
  constexpr std::int64_t kPlaces = 1001, kWithin = 33;
  constexpr int kRounds = 8;  // 33 places in each leave 1e-12 of a gap
  auto gaps = [&](double from, double to, std::int64_t count) {
    std::vector<std::pair<double, double>> found;  // falling here, rising there
    std::optional<double> falling;
    for (const CurvePoint& point : drawn(from, to, count)) {
      if (point.slope < 0) falling = point.x;
      if (point.slope > 0 && falling) found.emplace_back(*std::exchange(falling, std::nullopt), point.x);
      if (!std::isfinite(point.slope)) falling.reset();
    }
    return found;
  };
  std::vector<double> minima;
  for (auto [from, to] : gaps(left, right, kPlaces)) {
    for (int round = 0; round < kRounds; ++round)
      if (auto within = gaps(from, to, kWithin); !within.empty()) std::tie(from, to) = within.front();
    minima.push_back((from + to) / 2);
  }
  return minima;
}

std::vector<Secant> SlopeCurve::secants(double a, const std::vector<double>& steps) {
  std::vector<double> places = {a};
  for (double h : steps) places.push_back(a + h);
  std::vector<CurvePoint> points = at(places);
  std::vector<Secant> secants;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    double ahead = points[i + 1].value, ratio = (ahead - points.front().value) / steps[i];
    secants.push_back({steps[i], ahead, ratio, points.front().slope, std::abs(ratio - points.front().slope)});
  }
  return secants;
}

std::vector<double> shrinking(double widest, double narrowest, int to_a_power) {
  std::vector<double> steps;
  int from = int(std::lround(std::log10(widest) * to_a_power)),
      to = int(std::lround(std::log10(narrowest) * to_a_power));
  for (int i = from; i >= to; --i) steps.push_back(std::pow(10.0, double(i) / to_a_power));
  return steps;
}

}  // namespace percept::lab
