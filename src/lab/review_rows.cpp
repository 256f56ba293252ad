#include "review_rows.hpp"

#include <algorithm>
#include <cmath>

#include "percept/base/base64.hpp"
#include "percept/io/image.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kWidestImage = 64;
constexpr std::size_t kParts = 40;  // of a histogram

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Tensor reduced(const Tensor& image) {
  std::int64_t high = image.shape()[0], wide = image.shape()[1], most = std::max(high, wide);
  if (most <= kWidestImage) return image;
  auto side = [&](std::int64_t n) { return int(std::max<std::int64_t>(1, n * kWidestImage / most)); };
  return io::resize_image(image, side(high), side(wide));
}

}  // namespace

std::map<std::string, double> update_lengths(const Weights& before, const Weights& after,
                                             std::int64_t steps) {
  std::map<std::string, double> lengths;
  for (const auto& [path, now] : after) {
    auto found = before.find(path);
    if (found == before.end() || found->second.shape() != now.shape() || now.dtype() != DType::f32 ||
        found->second.dtype() != DType::f32)
      continue;
    double squares = 0;
    auto was = found->second.data<float>(), is = now.data<float>();
    for (std::size_t i = 0; i < is.size(); ++i) {
      double change = double(is[i]) - double(was[i]);
      squares += change * change;
    }
    lengths[path] = std::sqrt(squares) / double(steps);
  }
  return lengths;
}

std::vector<ReviewedLayer> layer_rows(const recipe::NetReview& review,
                                      const std::map<std::string, double>& updates) {
  std::vector<ReviewedLayer> rows;
  for (const recipe::LayerReview& layer : review.layers) {
    ReviewedLayer row{.path = layer.path,
                      .op = layer.op,
                      .units = layer.units,
                      .dead = layer.dead,
                      .zeros = layer.zeros,
                      .mean = finite(layer.mean),
                      .deviation = finite(layer.deviation)};
    double norm = 0, gradient = 0, update = 0;
    bool moved = false;
    for (const recipe::ParameterReview& each : review.parameters) {
      if (!each.path.starts_with(layer.path + ".")) continue;
      row.parameters += each.size;
      norm += each.norm * each.norm;
      gradient += each.gradient * each.gradient;
      auto found = updates.find(each.path);
      if (found == updates.end()) continue;
      moved = true;
      update += found->second * found->second;
    }
    row.finite = row.mean && std::isfinite(norm) && std::isfinite(gradient);
    if (row.parameters > 0) {
      row.norm = finite(std::sqrt(norm));
      row.gradient = finite(std::sqrt(gradient));
      if (moved) row.update = finite(std::sqrt(update));
      if (row.update && row.norm && *row.norm > 0) row.ratio = *row.update / *row.norm;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<ReviewAlarm> review_alarms(const std::vector<ReviewedLayer>& layers,
                                       std::optional<double> before) {
  std::vector<ReviewAlarm> alarms;
  auto tell = [&](const char* kind, Message what, const char* remedy) {
    alarms.push_back({kind, std::move(what), Message(remedy)});
  };
  double squares = 0;
  const ReviewedLayer *first = nullptr, *last = nullptr, *infinite = nullptr;
  for (const ReviewedLayer& layer : layers) {
    if (!layer.finite && !infinite) infinite = &layer;
    if (layer.parameters == 0) continue;
    if (!first) first = &layer;
    last = &layer;
    squares += std::pow(layer.gradient.value_or(0), 2);
  }
  if (infinite)
    tell("exploding", {"lab.review.infinite", {{"layer", infinite->path}, {"op", infinite->op}}},
         "lab.review.exploding.remedy");
  else if (before && *before > 0 && std::sqrt(squares) > kExploding * *before)
    tell("exploding", {"lab.review.exploding", {{"times", std::sqrt(squares) / *before}}},
         "lab.review.exploding.remedy");
  if (first && first != last && first->gradient && last->gradient && *last->gradient > 0 &&
      *first->gradient < kVanishing * *last->gradient)
    tell("vanishing",
         {"lab.review.vanishing",
          {{"first", first->path}, {"last", last->path}, {"share", *first->gradient / *last->gradient}}},
         "lab.review.vanishing.remedy");
  // What stands behind a dead layer is dead with it: the first of a row is told. What comes in is no layer's
  // doing.
  bool behind = false, learns = false;
  for (const ReviewedLayer& layer : layers) {
    learns |= layer.parameters > 0;
    bool dead = learns && double(layer.dead) > kDead * double(layer.units);
    if (dead && !behind)
      tell("dead",
           {"lab.review.dead",
            {{"layer", layer.path}, {"op", layer.op}, {"dead", layer.dead}, {"units", layer.units}}},
           "lab.review.dead.remedy");
    behind = dead;
  }
  return alarms;
}

std::vector<ReviewedImage> images_of(const data::Dataset& dataset,
                                     const std::vector<recipe::ReviewedExample>& examples) {
  std::vector<ReviewedImage> images;
  const Shape& shape = dataset.fields().front().shape;
  bool pictures = shape.rank() == 3 && (shape[0] == 1 || shape[0] == 3);
  std::vector<Tensor> fields = data::allocate_batch(dataset, 1);
  for (const recipe::ReviewedExample& example : examples) {
    ReviewedImage image{.index = example.index,
                        .truth = example.truth,
                        .guess = example.guess,
                        .probability = example.probability,
                        .loss = finite(example.loss)};
    if (pictures) {
      dataset.read(std::vector<std::int64_t>{example.index}, fields);
      Tensor pixels = reduced(io::read_planes(fields[0].data<float>(), shape));
      image.height = pixels.shape()[0];
      image.width = pixels.shape()[1];
      image.channels = pixels.shape()[2];
      append_base64({pixels.raw(), pixels.bytes()}, image.pixels);
    }
    images.push_back(std::move(image));
  }
  return images;
}

ParameterHistogram histogram_of(const std::string& path, const Tensor& values) {
  ParameterHistogram histogram{
      .path = path, .size = values.size(), .counts = std::vector<std::int64_t>(kParts)};
  std::vector<double> numbers;
  for (std::int64_t i = 0; i < values.size(); ++i)
    if (double value = values.at(i); std::isfinite(value)) numbers.push_back(value);
  histogram.not_finite = values.size() - std::int64_t(numbers.size());
  if (numbers.empty()) return histogram;
  auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  histogram.least = *least;
  histogram.greatest = *greatest;
  double sum = 0, squares = 0, width = (*greatest - *least) / double(kParts);
  for (double value : numbers) {
    sum += value;
    squares += value * value;
    std::size_t part = width > 0 ? std::size_t((value - *least) / width) : 0;
    ++histogram.counts[std::min(part, kParts - 1)];
  }
  double count = double(numbers.size());
  histogram.mean = sum / count;
  histogram.deviation = std::sqrt(std::max(0.0, squares / count - histogram.mean * histogram.mean));
  return histogram;
}

}  // namespace percept::lab
