#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "percept/classic/least_squares.hpp"
#include "percept/classic/nearest_mean.hpp"
#include "percept/ops/ops.hpp"

namespace percept::lab {
namespace {

constexpr std::string_view kRules[] = {kGradient, kPerceptron, kNearestMean, kNeighbours, kLeastSquares};
// As src/classic calls its parameters.
constexpr const char *kMeans = "mean.weight", *kPoints = "examples.points", *kLabels = "examples.labels",
                     *kPowers = "polynomial.weight";
constexpr double kNowhere = 1e9;  // where the mean of no point is

ParameterStore::Entry& written(ParameterStore& store, const char* path) {
  ParameterStore::Entry& entry = *store.find(path);
  ++entry.version;
  return entry;
}

void remember_means(const Tensor& features, const Half& points, std::span<const std::int64_t> seen,
                    ParameterStore& store) {
  Tensor& means = written(store, kMeans).value;
  std::int64_t classes = means.shape()[0], inputs = means.shape()[1];
  classic::NearestMean sums(inputs, classes);
  std::vector<double> x(static_cast<std::size_t>(inputs));
  for (std::int64_t row : seen) {
    for (std::int64_t i = 0; i < inputs; ++i) x[std::size_t(i)] = features.at(row * inputs + i);
    sums.add(x, std::int64_t(points.targets.at(row)));
  }
  for (std::int64_t label = 0; label < classes; ++label) {
    std::vector<double> mean =
        sums.count(label) > 0 ? sums.mean(label) : std::vector(std::size_t(inputs), kNowhere);
    for (std::int64_t i = 0; i < inputs; ++i) means.set(label * inputs + i, mean[std::size_t(i)]);
  }
}

classic::PolynomialConfig polynomial_of(const Settings& settings) {
  return {.degree = std::max<std::int64_t>(degree_of(settings), 1)};
}

void probe_powers(const ParameterStore& store, Probe& probe) {
  std::vector<double> weights = weights_of_powers(store);
  ProbedLayer layer;
  double x = probe.features.front(), power = 1, y = weights.front();
  for (std::size_t i = 1; i < weights.size(); ++i) {
    layer.inputs.push_back(power *= x);
    y += weights[i] * power;
  }
  layer.sums = layer.outputs = {y};
  layer.slopes = {1};
  if (probe.target) probe.loss = (y - *probe.target) * (y - *probe.target);
  probe.layers = {std::move(layer)};
}

struct Rows {
  std::span<float> weight, bias;
  std::size_t width;
  double sum(std::size_t unit, std::span<const float> x) const {
    double z = bias[unit];
    for (std::size_t i = 0; i < width; ++i) z += double(weight[unit * width + i]) * x[i];
    return z;
  }
  std::vector<double> numbers(std::size_t unit) const {
    auto begin = weight.begin() + std::ptrdiff_t(unit * width);
    std::vector<double> all(begin, begin + std::ptrdiff_t(width));
    all.push_back(bias[unit]);
    return all;
  }
  RowUpdate add(std::size_t unit, std::span<const float> x, float sign) {
    RowUpdate update{.unit = std::int64_t(unit), .before = numbers(unit)};
    for (std::size_t i = 0; i < width; ++i) weight[unit * width + i] += sign * x[i];
    bias[unit] += sign;
    update.after = numbers(unit);
    return update;
  }
};

}  // namespace

std::span<const std::string_view> rule_names() { return kRules; }

std::string rule_of(const std::string& model) {
  return std::find(std::begin(kRules), std::end(kRules), model) == std::end(kRules) ? kGradient : model;
}

bool rule_fits(const std::string& rule, std::int64_t classes) {
  return rule == kGradient || (rule == kLeastSquares) == (classes == 0);
}

bool is_memory(const std::string& rule) {
  return rule == kNearestMean || rule == kNeighbours || rule == kLeastSquares;
}

classic::AnyConfig classic_of(const Settings& settings, std::int64_t examples) {
  if (settings.rule == kPerceptron) return classic::PerceptronConfig{.shuffle = settings.shuffle};
  if (settings.rule == kNearestMean) return classic::NearestMeanConfig{.numbers = classic::kReal};
  if (settings.rule == kLeastSquares) return polynomial_of(settings);
  return classic::NeighboursConfig{.k = std::min(settings.k, examples), .numbers = classic::kReal};
}

void make_memory(const Settings& settings, std::int64_t examples, Network& network) {
  std::int64_t classes = network.classes;
  recipe::ModelFields& model = network.recipe.model;
  model.classic = classic_of(settings, examples);
  model.kind = std::visit([](const auto& config) { return config.kName; }, model.classic);
  if (settings.rule == kLeastSquares) network.recipe.train.metrics = {"rmse"};
  network.layers = {{.path = settings.rule == kNearestMean    ? "mean"
                             : settings.rule == kLeastSquares ? "polynomial"
                                                              : "examples",
                     .units = classes > 2 ? classes : 1,
                     .from = {0}}};
  network.trace = [net = classic::make_net(model.classic, network.outputs, examples), classes](Value x) {
    Value scores = net(x);
    if (classes == 2) scores = slice(scores, {.axis = 1, .begin = 1}) - slice(scores, {.axis = 1, .end = 1});
    return std::vector<Value>{scores};
  };
}

void remember(const Settings& settings, const Tensor& features, const Half& points,
              std::span<const std::int64_t> seen, ParameterStore& store) {
  if (settings.rule == kNearestMean) return remember_means(features, points, seen, store);
  if (settings.rule == kLeastSquares) {
    std::span<double> weights = written(store, kPowers).value.data<double>();
    if (seen.empty()) return std::fill(weights.begin(), weights.end(), 0.0);
    std::vector<double> solved = solved_weights(settings, points);
    return void(std::copy(solved.begin(), solved.end(), weights.begin()));
  }
  store.set(kPoints, features);
  Tensor& labels = written(store, kLabels).value;
  for (std::int64_t i = 0; i < points.size(); ++i) labels.set(i, points.targets.at(i));
}

std::vector<double> solved_weights(const Settings& settings, const Half& points) {
  std::int64_t degree = polynomial_of(settings).degree, columns = degree + 1;
  std::vector<double> rows, targets;
  for (std::int64_t i = 0; i < points.size(); ++i) {
    bool exact = points.exact.size() > 0;
    double x = exact ? points.exact.at(2 * i) : points.inputs.at(i), power = 1;
    targets.push_back(exact ? points.exact.at(2 * i + 1) : points.targets.at(i));
    for (std::int64_t k = 0; k < columns; ++k, power *= x) rows.push_back(power);
  }
  classic::LeastSquares squares(columns, 1);
  if (!squares.add(rows, targets))
    throw Error(Problem("classic.power_overflow", {{"degree", degree}})
                    .with_hint("lab.rule.degree.hint")
                    .at("degree"));
  classic::LeastSquaresFit fit = squares.solve();
  if (fit.rank < columns)
    throw Error(Problem("classic.open_weights",
                        {{"weights", columns}, {"examples", points.size()}, {"independent", fit.rank}})
                    .with_hint("lab.rule.degree.hint")
                    .at("degree"));
  return fit.weight;
}

std::vector<double> weights_of_powers(const ParameterStore& store) {
  std::span<const double> weights = store.find(kPowers)->value.data<double>();
  return {weights.begin(), weights.end()};
}

std::vector<double> mean_of(std::int64_t label, const ParameterStore& store) {
  const Tensor& means = store.find(kMeans)->value;
  std::vector<double> mean;
  for (std::int64_t i = 0; i < means.shape()[1]; ++i) mean.push_back(means.at(label * means.shape()[1] + i));
  return mean;
}

void probe_memory(const Settings& settings, const Tensor& features, const Half& points,
                  std::span<const std::int64_t> seen, const ParameterStore& store, std::int64_t classes,
                  Probe& probe) {
  if (settings.rule == kLeastSquares) return probe_powers(store, probe);
  std::vector<std::int64_t> counts = count_seen(points, seen, classes);
  auto squares = [&](auto&& other) {
    double sum = 0;
    for (std::size_t i = 0; i < probe.features.size(); ++i)
      sum += (probe.features[i] - other(i)) * (probe.features[i] - other(i));
    return sum;
  };
  if (settings.rule == kNearestMean) {
    for (std::int64_t label = 0; label < classes; ++label) {
      std::vector<double> mean = mean_of(label, store);
      double distance = std::sqrt(squares([&](std::size_t i) { return mean[i]; }));
      bool known = counts[std::size_t(label)] > 0;
      probe.distances.push_back(known ? distance : std::numeric_limits<double>::infinity());
    }
    return;
  }
  auto width = std::int64_t(probe.features.size());
  std::vector<std::pair<double, std::int64_t>> near;
  for (std::int64_t row : seen)
    near.emplace_back(squares([&](std::size_t i) { return features.at(row * width + std::int64_t(i)); }),
                      row);
  auto wanted = near.begin() + std::min<std::int64_t>(settings.k, std::int64_t(near.size()));
  std::partial_sort(near.begin(), wanted, near.end());
  probe.votes.assign(std::size_t(classes), 0);
  for (auto at = near.begin(); at != wanted; ++at) {
    probe.neighbours.push_back(at->second);
    probe.distances.push_back(std::sqrt(at->first));
    ++probe.votes[std::size_t(points.targets.at(at->second))];
  }
}

std::vector<std::int64_t> count_seen(const Half& points, std::span<const std::int64_t> seen,
                                     std::int64_t classes) {
  std::vector<std::int64_t> counts(std::size_t(classes), 0);
  for (std::int64_t row : seen) ++counts[std::size_t(points.targets.at(row))];
  return counts;
}

StepLook learn_by_perceptron(std::span<const float> x, std::int64_t label, ParameterStore& store) {
  Rows rows{written(store, "output.weight").value.data<float>(),
            written(store, "output.bias").value.data<float>(), x.size()};
  StepLook look{.target = label, .features = {x.begin(), x.end()}};
  for (std::size_t unit = 0; unit < rows.bias.size(); ++unit) look.sums.push_back(rows.sum(unit, x));
  bool one = look.sums.size() == 1;
  look.said =
      one ? look.sums.front() > 0 : std::max_element(look.sums.begin(), look.sums.end()) - look.sums.begin();
  if (look.said == label) return look;
  if (one) {
    look.rows.push_back(rows.add(0, x, label == 1 ? 1.0f : -1.0f));
  } else {
    look.rows.push_back(rows.add(std::size_t(label), x, 1));
    look.rows.push_back(rows.add(std::size_t(look.said), x, -1));
  }
  return look;
}

}  // namespace percept::lab
