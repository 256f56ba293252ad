// percept plot RUN --what boundary: what a network of two numbers says everywhere in the plane, its points in
// front of it.
#include <algorithm>
#include <cmath>

#include "contour.hpp"
#include "percept/recipe/prediction.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kSide = 200, kMostPoints = 1500;
constexpr double kPale = 0.72;  // so much of a class's colour where it is certain

/// A rectangle of the plane, looked at in kSide x kSide places.
struct Window {
  double left = 0, right = 1, bottom = 0, top = 1;
  double x(double column) const { return left + (right - left) * (column + 0.5) / double(kSide); }
  double y(double row) const { return top - (top - bottom) * (row + 0.5) / double(kSide); }
};

void require_plane(const recipe::Model& model) {
  bool one_number = model.card.classes.empty() && model.card.outputs == 1;
  if (model.card.input == Shape{2} && (one_number || model.card.classes.size() >= 2)) return;
  bool curve = model.card.input == Shape{1};
  throw Error(Problem("percept.plot.no_plane", {{"input", to_string(model.card.input)}})
                  .about(model.card.name)
                  .with_hint(curve ? "percept.plot.fit.hint" : "percept.plot.no_plane.hint"));
}

Window window_around(const std::vector<double>& inputs) {
  Window window{inputs[0], inputs[0], inputs[1], inputs[1]};
  for (std::size_t i = 0; i + 1 < inputs.size(); i += 2) {
    window.left = std::min(window.left, inputs[i]), window.right = std::max(window.right, inputs[i]);
    window.bottom = std::min(window.bottom, inputs[i + 1]), window.top = std::max(window.top, inputs[i + 1]);
  }
  auto widen = [](double& least, double& most) {
    double room = most > least ? 0.08 * (most - least) : 1;
    least -= room, most += room;
  };
  widen(window.left, window.right), widen(window.bottom, window.top);
  return window;
}

Tensor places_of(const Window& window) {
  Tensor places(DType::f32, {kSide * kSide, 2});
  for (std::int64_t row = 0, i = 0; row < kSide; ++row)
    for (std::int64_t column = 0; column < kSide; ++column) {
      places.set(i++, window.x(double(column)));
      places.set(i++, window.y(double(row)));
    }
  return places;
}

// Two classes and numbers: from -1 (orange) to 1 (blue). More classes: the likeliest's colour, the paler the
// less certain.
plot::Colour shade_of(const Tensor& answers, std::int64_t place, std::int64_t width, double largest) {
  if (width == 1) return plot::mixed(plot::kPaper, plot::value_colour(answers.at(place) / largest), kPale);
  if (width == 2)
    return plot::mixed(plot::kPaper, plot::value_colour(2 * answers.at(2 * place + 1) - 1), kPale);
  std::int64_t best = 0;
  for (std::int64_t c = 1; c < width; ++c)
    if (answers.at(place * width + c) > answers.at(place * width + best)) best = c;
  double share = (answers.at(place * width + best) - 1.0 / double(width)) / (1 - 1.0 / double(width));
  return plot::mixed(plot::kPaper, plot::class_colour(best), 0.08 + 0.52 * share);
}

plot::Picture shading(const Tensor& answers, const Window& window, double largest) {
  std::int64_t width = answers.shape()[1];
  Tensor pixels(DType::u8, {kSide, kSide, 3});
  auto bytes = pixels.data<std::uint8_t>();
  for (std::int64_t i = 0; i < kSide * kSide; ++i) {
    plot::Colour colour = shade_of(answers, i, width, largest);
    bytes[std::size_t(3 * i)] = colour.red;
    bytes[std::size_t(3 * i + 1)] = colour.green;
    bytes[std::size_t(3 * i + 2)] = colour.blue;
  }
  return {pixels, window.left, window.right, window.bottom, window.top, true};
}

// Where class c is as likely as the likeliest of the others; of numbers, where they are zero.
std::vector<double> lead_of(const Tensor& answers, std::int64_t c) {
  std::int64_t width = answers.shape()[1];
  std::vector<double> lead;
  for (std::int64_t i = 0; i < kSide * kSide; ++i) {
    double others = width == 1 ? 0 : -1;
    for (std::int64_t k = 0; k < width; ++k)
      if (k != c) others = std::max(others, answers.at(i * width + k));
    lead.push_back(answers.at(i * width + c) - others);
  }
  return lead;
}

void add_borders(plot::Panel& panel, const Tensor& answers, const Window& window) {
  std::int64_t width = answers.shape()[1];
  std::string name = text("percept.plot.border");
  // Of two classes one side says all.
  for (std::int64_t c = width <= 2 ? width - 1 : 0; c < width; ++c)
    for (const Contour& contour : zero_contours(lead_of(answers, c), kSide, kSide)) {
      plot::Line line{.name = std::exchange(name, ""), .colour = plot::kInk, .width = 1.6};
      for (std::size_t i = 0; i < contour.x.size(); ++i) {
        line.x.push_back(window.x(contour.x[i]));
        line.y.push_back(window.y(contour.y[i]));
      }
      panel.layers.emplace_back(std::move(line));
    }
}

void add_classes(plot::Panel& panel, const Samples& samples, const std::vector<std::string>& classes) {
  for (std::size_t c = 0; c < classes.size(); ++c) {
    plot::Points points{.name = text("percept.plot.class", {{"name", classes[c]}}),
                        .colour = plot::class_colour(std::int64_t(c)),
                        .marker = plot::Marker(c % 4)};
    for (std::size_t i = 0; i < samples.targets.size(); ++i)
      if (samples.targets[i] == double(c)) {
        points.x.push_back(samples.inputs[2 * i]);
        points.y.push_back(samples.inputs[2 * i + 1]);
      }
    panel.layers.emplace_back(std::move(points));
  }
}

// Points with a value: each in the colour of its own.
void add_values(plot::Panel& panel, const Samples& samples, double largest) {
  for (std::size_t i = 0; i < samples.targets.size(); ++i)
    panel.layers.emplace_back(plot::Points{.x = {samples.inputs[2 * i]},
                                           .y = {samples.inputs[2 * i + 1]},
                                           .colour = plot::value_colour(samples.targets[i] / largest)});
}

plot::ColourBar bar_of(std::string label, double least, double most) {
  plot::ColourBar bar{.label = std::move(label), .least = least, .most = most};
  for (int i = 0; i < 64; ++i)
    bar.colours.push_back(plot::mixed(plot::kPaper, plot::value_colour(2 * i / 63.0 - 1), kPale));
  return bar;
}

double largest_of(const std::vector<double>& numbers) {
  double largest = 1e-6;
  for (double number : numbers) largest = std::max(largest, std::abs(number));
  return largest;
}

}  // namespace

Drawn draw_boundary(const Call& call, const PlotWords& words) {
  recipe::Model model = open_model(call, only_input(words));
  require_plane(model);
  const std::vector<std::string>& classes = model.card.classes;
  Samples samples = samples_of(*training_data(model, words), kMostPoints);
  Window window = window_around(samples.inputs);
  Tensor answers = recipe::answer(model, places_of(window));
  double largest = classes.empty() ? largest_of(samples.targets) : 1;
  plot::Panel panel;
  panel.x = {.label = "x₁", .least = window.left, .most = window.right};
  panel.y = {.label = "x₂", .least = window.bottom, .most = window.top};
  double shape = (window.right - window.left) / (window.top - window.bottom);
  panel.equal = shape > 1.0 / 3 && shape < 3;  // else one number is no length beside the other
  panel.layers.emplace_back(shading(answers, window, largest));
  add_borders(panel, answers, window);
  if (classes.empty())
    add_values(panel, samples, largest);
  else
    add_classes(panel, samples, classes);
  if (classes.empty()) panel.bar = bar_of(text("percept.plot.value"), -largest, largest);
  if (classes.size() == 2) panel.bar = bar_of(text("percept.plot.probability", {{"name", classes[1]}}), 0, 1);
  Drawn drawn;
  drawn.figure.title = model.card.name;
  drawn.figure.width = panel.bar ? 620 : 560;
  drawn.figure.height = 560;
  drawn.figure.panels.push_back(std::move(panel));
  drawn.facts = {{"points", samples.targets.size()}, {"classes", classes}};
  return drawn;
}

}  // namespace percept::cli
