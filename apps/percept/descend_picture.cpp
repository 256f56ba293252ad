// percept descend -o: the curve and the way down it, or its secants, as PNG or SVG.
#include <algorithm>
#include <cmath>

#include "call.hpp"
#include "descend.hpp"
#include "percept/plot/figure.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kPlaces = 401;

// The curve over the window, and room above and below for what stands on it.
plot::Panel panel_of(lab::SlopeCurve& curve, DescentWindow window) {
  plot::Panel panel{.title = "f(θ) = " + curve.formula()};
  panel.x = {.label = "θ", .least = window.left, .most = window.right};
  panel.y.label = "f(θ)";
  plot::Line line{.colour = plot::kInk};
  double low = INFINITY, high = -INFINITY;
  for (const lab::CurvePoint& point : curve.drawn(window.left, window.right, kPlaces)) {
    line.x.push_back(point.x);
    line.y.push_back(point.value);
    if (!std::isfinite(point.value)) continue;
    low = std::min(low, point.value);
    high = std::max(high, point.value);
  }
  double room = high > low ? 0.08 * (high - low) : 1;
  if (low <= high) panel.y.least = low - room, panel.y.most = high + room;
  panel.layers.emplace_back(std::move(line));
  return panel;
}

plot::Points marked(const char* name, const lab::CurvePoint& point, plot::Marker marker) {
  return {.x = {point.x},
          .y = {point.value},
          .name = text(name),
          .colour = plot::kNegative,
          .marker = marker,
          .radius = 6};
}

void write(const std::string& file, const plot::Figure& figure) {
  (file.ends_with(".svg") ? plot::write_svg(file, figure) : plot::write_png(file, figure)).value();
}

plot::Figure beside(plot::Panel left, plot::Panel right) {
  plot::Figure figure{.width = 960, .height = 420, .columns = 2};
  figure.panels = {std::move(left), std::move(right)};
  return figure;
}

}  // namespace

void require_picture(const std::string& file) {
  if (!file.empty() && !file.ends_with(".png") && !file.ends_with(".svg"))
    throw CallError(
        Problem("percept.descend.picture", {{"file", file}}).with_hint("percept.descend.picture.hint"));
}

void write_descent(const std::string& file, lab::SlopeCurve& curve, const lab::DescentPath& path,
                   DescentWindow window) {
  plot::Panel way = panel_of(curve, window), fall{.title = text("percept.descend.fall")};
  plot::Points steps{.name = text("percept.descend.step"), .colour = plot::kPositive};
  plot::Line values{.colour = plot::kPositive};
  for (const lab::DescentStep& step : path.steps) {
    values.x.push_back(double(values.x.size()));
    values.y.push_back(step.value);
    if (step.x < window.left || step.x > window.right) continue;
    steps.x.push_back(step.x);
    steps.y.push_back(step.value);
  }
  values.x.push_back(double(values.x.size()));
  values.y.push_back(path.last.value);
  lab::CurvePoint first = curve.at(path.steps.front().x);
  way.layers.emplace_back(std::move(steps));
  way.layers.emplace_back(marked("percept.descend.first", first, plot::Marker::triangle));
  if (path.last.x >= window.left && path.last.x <= window.right)
    way.layers.emplace_back(marked("percept.descend.arrival", path.last, plot::Marker::diamond));
  fall.x.label = text("percept.descend.step");
  fall.y.label = "f(θ)";
  fall.layers.emplace_back(std::move(values));
  write(file, beside(std::move(way), std::move(fall)));
}

void write_secants(const std::string& file, lab::SlopeCurve& curve, double a, DescentWindow window) {
  plot::Panel lines = panel_of(curve, window), errors{.title = text("percept.descend.error")};
  lab::CurvePoint point = curve.at(a);
  auto straight = [&](double slope, const std::string& name, plot::Colour colour, plot::Dash dash) {
    auto at = [&](double x) { return point.value + slope * (x - a); };
    lines.layers.emplace_back(plot::Line{.x = {window.left, window.right},
                                         .y = {at(window.left), at(window.right)},
                                         .name = name,
                                         .colour = colour,
                                         .dash = dash});
  };
  double widest = (window.right - a) / 2;
  for (double h : {widest, widest / 2, widest / 4})
    straight(curve.secants(a, {h}).front().ratio, text("percept.descend.through", {{"h", significant(h, 3)}}),
             plot::mixed(plot::kPaper, plot::kNegative, 0.4 + 0.6 * h / widest), plot::Dash::dashed);
  straight(point.slope, text("percept.descend.touching"), plot::kPositive, plot::Dash::solid);
  plot::Line error{.colour = plot::kPositive};
  for (const lab::Secant& secant : curve.secants(a, lab::shrinking(1, 1e-16, 4))) {
    error.x.push_back(secant.h);
    error.y.push_back(secant.error);
  }
  errors.x = {.label = "h", .logarithmic = true};
  errors.y = {.label = text("percept.descend.error"), .logarithmic = true};
  errors.layers.emplace_back(std::move(error));
  write(file, beside(std::move(lines), std::move(errors)));
}

}  // namespace percept::cli
