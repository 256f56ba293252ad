#include "percept/metrics/segmentation.hpp"

#include <cmath>

#include "numbers.hpp"

namespace percept::metrics {
namespace {

double mean(const ConfusionMatrix& pixels, double (*figure)(const ConfusionMatrix&, std::int64_t)) {
  double sum = 0, classes = 0;
  for (std::int64_t c = 0; c < pixels.classes(); ++c)
    if (double value = figure(pixels, c); !std::isnan(value)) sum += value, ++classes;
  return sum / classes;
}

}  // namespace

void add_masks(ConfusionMatrix& pixels, const Tensor& predicted, const Tensor& truth,
               std::optional<std::int64_t> ignored) {
  require_same_shape(predicted, truth);
  WholeNumbers said(predicted), is(truth);
  for (std::size_t i = 0; i < is.values.size(); ++i)
    if (is.values[i] != ignored) pixels.add(is.values[i], said.values[i]);
}

double iou(const ConfusionMatrix& pixels, std::int64_t c) {
  std::int64_t both = pixels.at(c, c);
  return double(both) / double(pixels.examples(c) + pixels.predictions(c) - both);
}

double dice(const ConfusionMatrix& pixels, std::int64_t c) { return pixels.f_beta(c); }

double mean_iou(const ConfusionMatrix& pixels) { return mean(pixels, iou); }
double mean_dice(const ConfusionMatrix& pixels) { return mean(pixels, dice); }

}  // namespace percept::metrics
