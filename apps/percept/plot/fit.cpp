// percept plot RUN --what fit: a network of one number as a curve through what it learnt from.
#include <algorithm>
#include <numeric>

#include "percept/data/points.hpp"
#include "percept/data/spec.hpp"
#include "percept/recipe/prediction.hpp"
#include "picture.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kSamples = 801, kMostPoints = 2000;

void require_curve(const recipe::Model& model) {
  bool fits = model.card.input == Shape{1} && model.card.classes.empty() && model.card.outputs == 1;
  if (fits) return;
  bool boundary = model.card.input == Shape{2};
  throw Error(Problem("percept.plot.no_fit",
                      {{"input", to_string(model.card.input)}, {"outputs", model.card.outputs}})
                  .about(model.card.name)
                  .with_hint(boundary ? "percept.plot.boundary.hint" : "percept.plot.no_fit.hint"));
}

// Points of the curve that percept drew a run's examples from, where it knows it: points without noise, or
// test examples that lie on it.
data::DatasetPtr on_the_curve(const std::string& source) {
  auto sets = data::point_sets();
  if (std::find(sets.begin(), sets.end(), source) != sets.end())
    return data::generate_points(source, {.count = 4000});
  if (source == "bishop" || source == "square") return data::open(source + ":test").value();
  return nullptr;
}

std::optional<plot::Line> true_curve(const recipe::Model& model) {
  std::string source = model.recipe.data.source;
  data::DatasetPtr points = on_the_curve(source.substr(0, source.find(':')));
  if (!points) return std::nullopt;
  Samples samples = samples_of(*points, 4000);
  std::vector<std::size_t> order(samples.inputs.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return samples.inputs[a] < samples.inputs[b]; });
  plot::Line line{.name = text("percept.plot.true_curve"), .colour = plot::kSoft, .dash = plot::Dash::dashed};
  for (std::size_t i : order) {
    line.x.push_back(samples.inputs[i]);
    line.y.push_back(samples.targets[i]);
  }
  return line;
}

plot::Line fitted_curve(recipe::Model& model, double least, double most) {
  plot::Line line{.name = text("percept.plot.fitted", {{"name", model.card.name}}), .width = 2.5};
  Tensor inputs(DType::f32, {kSamples, 1});
  for (std::int64_t i = 0; i < kSamples; ++i) {
    line.x.push_back(least + (most - least) * double(i) / double(kSamples - 1));
    inputs.set(i, line.x.back());
  }
  Tensor answers = recipe::answer(model, inputs);
  for (std::int64_t i = 0; i < kSamples; ++i) line.y.push_back(answers.at(i));
  return line;
}

// A polynomial of a high degree leaves the points far behind between them: the picture stays with the points.
void hold_range(plot::Panel& panel, const std::vector<double>& targets, const std::vector<double>& curve) {
  auto [least, most] = std::minmax_element(targets.begin(), targets.end());
  auto [lowest, highest] = std::minmax_element(curve.begin(), curve.end());
  double far = std::max(0.4 * (*most - *least), 1e-6);
  if (*lowest < *least - far) panel.y.least = *least - far;
  if (*highest > *most + far) panel.y.most = *most + far;
}

}  // namespace

Drawn draw_fit(const Call& call, const PlotWords& words) {
  recipe::Model model = open_model(call, only_input(words));
  require_curve(model);
  Samples samples = samples_of(*training_data(model, words), kMostPoints);
  auto [least, most] = std::minmax_element(samples.inputs.begin(), samples.inputs.end());
  double margin = 0.03 * (*most - *least);
  plot::Line fitted = fitted_curve(model, *least - margin, *most + margin);
  plot::Panel panel;
  panel.x.label = "x";
  panel.y.label = "y";
  hold_range(panel, samples.targets, fitted.y);
  plot::Points points{.x = samples.inputs,
                      .y = samples.targets,
                      .name = text("percept.plot.points"),
                      .colour = plot::class_colour(0),
                      .marker = plot::Marker::ring,
                      .radius = samples.inputs.size() > 100 ? 2.5 : 4};
  panel.layers.emplace_back(points);
  if (std::optional<plot::Line> curve = true_curve(model)) panel.layers.emplace_back(*std::move(curve));
  panel.layers.emplace_back(std::move(fitted));
  Drawn drawn;
  drawn.figure.title = model.card.name;
  drawn.figure.panels.push_back(std::move(panel));
  drawn.facts = {{"points", samples.targets.size()}};
  return drawn;
}

}  // namespace percept::cli
