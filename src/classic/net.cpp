#include "net.hpp"

#include <numeric>

#include "percept/nn/loss.hpp"
#include "percept/ops/nearest.hpp"
#include "percept/ops/ops.hpp"

namespace percept::classic {
namespace {

Value parameter(Value x, const char* path, DType dtype, Shape shape, bool trainable,
                Initializer initialize = {}) {
  return x.graph().parameter({.path = path,
                              .type = {dtype, std::move(shape)},
                              .trainable = trainable,
                              .initialize = std::move(initialize)});
}

// In f64 whole sums are exact in any order. Of three classes and more the largest sum becomes 0, so that no
// two scores become one in f32; of two classes the one sum keeps its sign.
Value responses(const AnyConfig& config, Value features, std::int64_t classes) {
  Graph::Scope scope(features.graph(), "response");
  double scale = scale_of(config);
  std::int64_t rows = classes == 2 ? 1 : classes;
  Value weight = parameter(features, kWeight, DType::f64, {rows, features.shape()[1]}, true);
  Value bias = parameter(features, kBias, DType::f64, {rows}, true);
  Value sums = linear(features, weight, bias * scale);
  if (rows > 1) sums = sums - reduce_max(sums, {.axes = {1}, .keep = true});
  return cast(sums * (1 / (scale * scale)), DType::f32);
}

// -|x - m|^2 / 2 + |x|^2 / 2 = x m - |m|^2 / 2: of one example all scores have the same |x|^2.
Value nearness(const AnyConfig& config, Value features, std::int64_t classes) {
  Graph::Scope scope(features.graph(), "mean");
  double scale = scale_of(config);
  Value means = parameter(features, kMeans, DType::f64, {classes, features.shape()[1]}, true);
  Value scores = linear(features, means, reduce_sum(means * means, {.axes = {1}}) * -0.5);
  scores = scores - reduce_max(scores, {.axes = {1}, .keep = true});
  return cast(scores * (1 / (scale * scale)), DType::f32);
}

Value votes(const NeighboursConfig& config, Value features, std::int64_t classes, std::int64_t examples) {
  Graph::Scope scope(features.graph(), "examples");
  DType stored = config.numbers == kBytes ? DType::u8 : DType::f32;
  Value points = parameter(features, kPoints, stored, {examples, features.shape()[1]}, false);
  Value labels = parameter(features, kLabels, DType::i64, {examples}, false);
  Value nearest = nearest_rows(cast(features, DType::f32), points, {.k = config.k});
  Value said = one_hot(take(labels, nearest), classes);
  return log(reduce_sum(said, {.axes = {1}}) * (1.0 / double(config.k)));
}

// f64 [N, 1 + features * degree] by weights: 1, each feature, each squared and so on.
Value sum_of(const PolynomialConfig& config, Value x, std::int64_t outputs) {
  Graph::Scope scope(x.graph(), "polynomial");
  Value features = cast(x.shape().rank() == 2 ? x : flatten(x), DType::f64), power = features;
  std::vector<Value> powers = {fill(x.graph(), {DType::f64, {x.shape()[0], 1}, 1})};
  for (std::int64_t i = 0; i < config.degree; ++i) {
    if (i > 0) power = power * features;
    powers.push_back(power);
  }
  Value all = powers.size() > 1 ? concat(powers, 1) : powers.front();
  Value weight = parameter(x, kPowers, DType::f64, {outputs, all.shape()[1]}, true);
  return cast(linear(all, weight), DType::f32);
}

// The middle of a grey image, by every pixel or every second and so on: 20 x 20 of them.
std::vector<std::int64_t> photocells(const Shape& image) {
  bool fits = image.rank() == 4 && image[1] == 1 && image[2] >= kRetina && image[3] >= kRetina;
  if (!fits)
    throw Error(Problem("classic.retina", {{"input", to_string(image)}, {"side", kRetina}})
                    .with_hint("classic.retina.hint"));
  std::int64_t step = std::min(image[2], image[3]) / kRetina;
  std::int64_t top = (image[2] - kRetina * step) / 2, left = (image[3] - kRetina * step) / 2;
  std::vector<std::int64_t> pixels;
  for (std::int64_t i = 0; i < kRetina; ++i)
    for (std::int64_t j = 0; j < kRetina; ++j)
      pixels.push_back((top + i * step) * image[3] + left + j * step);
  return pixels;
}

Tensor indices(const std::vector<std::int64_t>& numbers) {
  Tensor tensor(DType::i64, {std::int64_t(numbers.size())});
  std::copy(numbers.begin(), numbers.end(), tensor.data<std::int64_t>().begin());
  return tensor;
}

// Each unit is wired to so many photocells, none twice, by +1 or -1.
Initializer wires(std::int64_t connections) {
  return [connections](Tensor& tensor, const RandomStream& stream) {
    RandomSequence random(stream);
    std::int64_t cells = tensor.shape()[1];
    std::vector<std::int64_t> order(static_cast<std::size_t>(cells));
    for (std::int64_t unit = 0; unit < tensor.shape()[0]; ++unit) {
      std::iota(order.begin(), order.end(), 0);
      for (std::int64_t i = 0; i < std::min(connections, cells); ++i) {
        std::swap(order[std::size_t(i)], order[std::size_t(i + random.below(std::uint32_t(cells - i)))]);
        tensor.set(unit * cells + order[std::size_t(i)], random.below(2) ? 1 : -1);
      }
    }
  };
}

// 1 for each association unit whose wires bring more than 0: light by +1 less light by -1.
Value associations(const MarkOneConfig& config, Value image) {
  Graph& graph = image.graph();
  Value cells = [&] {
    Graph::Scope scope(graph, "retina");
    Value seen = take(flatten(image), graph.constant(indices(photocells(image.shape()))), 1);
    return cast(greater(seen, fill(graph, {seen.dtype(), seen.shape(), 0.5})), DType::f32);
  }();
  Graph::Scope scope(graph, "association");
  Value weight = parameter(image, "association.weight", DType::f32, {config.units, kRetina * kRetina}, false,
                           wires(config.connections));
  Value sums = linear(cells, weight);
  return cast(greater(sums, fill(graph, {sums.dtype(), sums.shape(), 0})), DType::f64);
}

}  // namespace

std::string numbers_of(const AnyConfig& config) {
  return std::visit(
      [](const auto& c) {
        if constexpr (requires { c.numbers; })
          return c.numbers.empty() ? std::string(kReal) : c.numbers;
        else
          return std::string(kReal);
      },
      config);
}

double scale_of(const AnyConfig& config) { return numbers_of(config) == kBytes ? 255 : 1; }

Value features_of(const AnyConfig& config, Value x) {
  if (auto* mark_one = std::get_if<MarkOneConfig>(&config)) return associations(*mark_one, x);
  Graph::Scope scope(x.graph(), "features");
  Value features = cast(x.shape().rank() == 2 ? x : flatten(x), DType::f64);
  return numbers_of(config) == kReal ? features : round(features * scale_of(config));
}

train::Net make_net(const AnyConfig& config, std::int64_t outputs, std::int64_t examples) {
  return [=](Value x) {
    if (auto* polynomial = std::get_if<PolynomialConfig>(&config)) return sum_of(*polynomial, x, outputs);
    Value features = features_of(config, x);
    if (std::holds_alternative<NearestMeanConfig>(config)) return nearness(config, features, outputs);
    if (auto* neighbours = std::get_if<NeighboursConfig>(&config))
      return votes(*neighbours, features, outputs, examples);
    return responses(config, features, outputs);
  };
}

train::Loss loss_of(const AnyConfig& config) {
  if (std::holds_alternative<PolynomialConfig>(config))
    return [](Value output, Value targets) { return nn::mean_squared_error(output, targets); };
  return [](Value output, Value labels) {
    std::int64_t classes = std::max<std::int64_t>(output.shape()[1], 2);
    return 1.0 - nn::accuracy(train::class_scores(output, classes), labels);
  };
}

}  // namespace percept::classic
