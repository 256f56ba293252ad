#include "eye.hpp"

#include <algorithm>
#include <cmath>

#include "percept/autograd/differentiate.hpp"
#include "percept/classic/novikoff.hpp"
#include "percept/classic/separable.hpp"
#include "percept/lab/catalogue.hpp"
#include "percept/ops/ops.hpp"
#include "rules.hpp"

namespace percept::lab {
namespace {

constexpr std::int64_t kMostNumbers = 1 << 22;     // of all maps of units in a picture
constexpr std::int64_t kMostToSeparate = 1 << 16;  // numbers, gone through a thousand times

std::string numbered(const char* name, std::size_t layer) { return name + ("." + std::to_string(layer)); }

// Column `unit` of [n, units].
void append_column(const Tensor& values, std::int64_t unit, std::vector<float>& out) {
  std::int64_t units = values.shape()[1];
  std::span<const float> numbers = values.data<float>();
  for (std::int64_t i = 0; i < values.shape()[0]; ++i) out.push_back(numbers[std::size_t(i * units + unit)]);
}

// Every unit's map, one behind the other.
std::vector<float> by_unit(const Tensor& values) {
  std::vector<float> out;
  out.reserve(std::size_t(values.size()));
  for (std::int64_t unit = 0; unit < values.shape()[1]; ++unit) append_column(values, unit, out);
  return out;
}

std::vector<double> row(const Tensor& values) {
  std::vector<double> out;
  for (std::int64_t i = 0; i < values.size(); ++i) out.push_back(values.at(i));
  return out;
}

float length(const Tensor& values) {
  double sum = 0;
  for (float value : values.data<float>()) sum += double(value) * value;
  return float(std::sqrt(sum));
}

// The class with the largest score, and the chance that softmax gives it.
std::pair<std::uint8_t, float> winner(std::span<const float> scores) {
  auto best = std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (float score : scores) sum += std::exp(double(score) - *best);
  return {std::uint8_t(best - scores.begin()), float(1 / sum)};
}

// What one number says: from -1, surely the first class, to 1, surely the second; a value as it is.
Value shown(Value output, const Network& network) {
  bool chance = network.classes == 2 && network.layers.back().activation.empty();
  return chance ? tanh(output * 0.5) : output;
}

Value layer_value(const std::vector<Value>& made, Value input, int place) {
  return place < 0 ? input : made[std::size_t(place)];
}

}  // namespace

void Eye::look_again() {
  if (generation_ == training_.generation()) return;
  generation_ = training_.generation();
  grids_.clear();
  before_.clear();
  bound_.reset();
  for (std::optional<Program>* program : {&outputs_, &slopes_, &gradients_, &probe_}) program->reset();
  const Settings& settings = training_.settings();
  const DataKind* kind = find_data(settings.data.set);
  domain_ = {};
  if (kind && kind->usual_domain && settings.mode == "plane") return;
  // Square, so that a circle looks like one; a curve keeps its width and gets the height of its points.
  const Points& points = training_.points();
  double low = 1e30, high = -1e30;
  for (const Half* half : {&points.train, &points.test})
    for (const Tensor* tensor : {&half->inputs, settings.mode == "curve" ? &half->targets : &half->inputs})
      for (std::int64_t i = 0; i < tensor->size(); ++i) {
        if (settings.mode == "curve" && tensor == &half->inputs) continue;
        low = std::min(low, tensor->at(i)), high = std::max(high, tensor->at(i));
      }
  double margin = std::max(high - low, 1e-3) * 0.1;
  domain_.bottom = low - margin, domain_.top = high + margin;
  if (settings.mode == "plane") {
    domain_.left = domain_.bottom, domain_.right = domain_.top;
  } else if (!kind || !kind->usual_domain) {
    low = 1e30, high = -1e30;
    for (const Half* half : {&points.train, &points.test})
      for (float x : half->inputs.data<float>())
        low = std::min<double>(low, x), high = std::max<double>(high, x);
    margin = std::max(high - low, 1e-3) * 0.1;
    domain_.left = low - margin, domain_.right = high + margin;
  }
}

const Domain& Eye::domain() {
  look_again();
  return domain_;
}

// Row 0 is the top; of a curve one row of places.
Tensor Eye::grid(std::int64_t side) {
  auto between = [&](double low, double high, std::int64_t i) {
    return low + (high - low) * (double(i) + 0.5) / double(side);
  };
  bool curve = training_.settings().mode == "curve";
  Tensor places(DType::f32, {curve ? side : side * side, curve ? 1 : 2});
  for (std::int64_t i = 0; i < places.shape()[0]; ++i) {
    places.set(curve ? i : 2 * i, between(domain_.left, domain_.right, i % side));
    if (!curve) places.set(2 * i + 1, between(domain_.top, domain_.bottom, i / side));
  }
  return places;
}

const Tensor& Eye::grid_features(std::int64_t side) {
  auto [found, fresh] = grids_.try_emplace(side);
  if (!fresh) return found->second;
  if (grids_.size() > 4) {  // pages that ask for one size after the other
    grids_.clear();
    found = grids_.try_emplace(side).first;
  }
  Tensor values = make_features(training_.settings(), grid(side)).values.clone();
  // A formula may have its poles between the points.
  for (float& value : values.data<float>())
    if (!std::isfinite(value)) value = 0;
  return found->second = values;
}

Program& Eye::outputs() {
  if (!outputs_)
    outputs_.emplace(Program::inference(training_.store(), [this](Graph& graph) {
      const Network& network = training_.network();
      Value input = graph.feed("input");
      graph.fetch("answer", shown(network.trace(input).back(), network));
    }));
  return *outputs_;
}

// What each unit sums and gives, and how the answer changes with it.
Program& Eye::slopes() {
  if (!slopes_)
    slopes_.emplace(Program::inference(training_.store(), [this](Graph& graph) {
      const Network& network = training_.network();
      Value input = graph.feed("input");
      std::vector<Value> made = network.trace(input), units = {input};
      Value answer = network.outputs > 2 ? reduce_max(made.back(), {{1}}) : made.back();
      for (const NetworkLayer& layer : network.layers) units.push_back(made[std::size_t(layer.outputs)]);
      std::vector<Value> slopes = differentiate(reduce_sum(answer), units);
      for (std::size_t i = 0; i < units.size(); ++i) graph.fetch(numbered("slope", i), slopes[i]);
      for (std::size_t i = 0; i < units.size(); ++i) {
        graph.fetch(numbered("unit", i), units[i]);
        graph.fetch(numbered("sum", i), i == 0 ? input : made[std::size_t(network.layers[i - 1].sums)]);
      }
    }));
  return *slopes_;
}

// On points: gradients of the loss by weights, and whether a unit's slope is 0.
Program& Eye::gradients(bool all) {
  std::optional<Program>& program = all ? probe_ : gradients_;
  if (!program)
    program.emplace(Program::inference(training_.store(), [this, all](Graph& graph) {
      const Network& network = training_.network();
      Value input = graph.feed("input"), target = graph.feed("target");
      std::vector<Value> made = network.trace(input);
      Value loss = recipe::trainer_config(network.recipe).loss(made.back(), target);
      graph.fetch("loss", loss);
      std::vector<Value> sums, parameters = graph.trainable();
      for (const NetworkLayer& layer : network.layers) sums.push_back(made[std::size_t(layer.weighted)]);
      std::vector<Value> wanted = parameters;
      wanted.insert(wanted.end(), sums.begin(), sums.end());
      std::vector<Value> found = differentiate(loss, wanted);
      for (std::size_t i = 0; i < parameters.size(); ++i)
        graph.fetch("gradient of " + parameters[i].name(), found[i]);
      for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const NetworkLayer& layer = network.layers[i];
        Value output = made[std::size_t(layer.outputs)];
        if (all) {
          graph.fetch(numbered("inputs", i + 1), layer_value(made, input, layer.inputs));
          graph.fetch(numbered("sums", i + 1), sums[i]);
          if (!layer.norm.empty()) graph.fetch(numbered("normed", i + 1), made[std::size_t(layer.sums)]);
          graph.fetch(numbered("outputs", i + 1), output);
          graph.fetch(numbered("errors", i + 1), found[parameters.size() + i]);
        }
        graph.fetch(numbered("slopes", i + 1), layer.outputs == layer.weighted
                                                   ? ones_like(output)
                                                   : differentiate(reduce_sum(output), {sums[i]}).front());
      }
    }));
  return *program;
}

void Eye::add_maps(const View& view, std::vector<Blob>& blobs) {
  look_again();
  bool curve = training_.settings().mode == "curve";
  std::int64_t side = view.output_grid, rows = curve ? 1 : side;
  const Tensor& answer = outputs().run({{"input", grid_features(side)}})["answer"];
  std::span<const float> numbers = answer.data<float>();
  std::int64_t width = answer.shape()[1];
  if (width > 1) {
    std::vector<std::uint8_t> classes, confidence;
    for (std::int64_t i = 0; i < answer.shape()[0]; ++i) {
      auto [best, chance] = winner(numbers.subspan(std::size_t(i * width), std::size_t(width)));
      classes.push_back(best);
      confidence.push_back(std::uint8_t(std::lround(255 * chance)));
    }
    blobs.push_back(byte_blob("class", {rows, side}, classes));
    blobs.push_back(byte_blob("confidence", {rows, side}, confidence));
  } else {
    std::vector<float> values(numbers.begin(), numbers.end());
    if (view.discrete && training_.network().classes)
      for (float& value : values) value = value < 0 ? -1.0f : 1.0f;
    blobs.push_back(curve
                        ? plain_blob("output", {1, side}, values)
                        : rounded_blob("output", {rows, side}, values, training_.network().classes ? 1 : 0));
  }
  if (view.units == "none" || is_memory(training_.settings().rule)) return;
  std::int64_t units_in_all = training_.features(true).shape()[1], grid = view.grid;
  for (const NetworkLayer& layer : training_.network().layers) units_in_all += layer.units;
  while (grid > 8 && (curve ? grid : grid * grid) * units_in_all > kMostNumbers) grid /= 2;
  const Fetches& looked = slopes().run({{"input", grid_features(grid)}});
  for (std::size_t k = 0; k <= training_.network().layers.size(); ++k) {
    const Tensor& units = looked[numbered("unit", k)];
    const char* shown = view.units == "gradient" ? "slope" : view.units == "weighted" ? "sum" : "unit";
    std::vector<float> values = by_unit(looked[numbered(shown, k)]);
    std::int64_t count = units.shape()[1];
    std::vector<float> scales;
    for (std::int64_t unit = 0; unit < count; ++unit) {
      std::span<float> map(values.data() + unit * (std::int64_t(values.size()) / count),
                           values.size() / std::size_t(count));
      float most = 1e-6f;
      for (float value : map)
        if (std::isfinite(value)) most = std::max(most, std::abs(value));
      for (float& value : map) value /= most;
      scales.push_back(most);
    }
    blobs.push_back(rounded_blob(numbered("units", k), {count, curve ? 1 : grid, grid}, values, 1));
    blobs.push_back(plain_blob(numbered("scale", k), {count}, scales));
  }
}

void Eye::add_weights(std::vector<Blob>& blobs) const {
  const Network& network = training_.network();
  if (training_.settings().rule == kLeastSquares) {
    std::vector<double> weights = weights_of_powers(training_.store());
    return blobs.push_back(plain_blob("coefficients", {std::int64_t(weights.size())},
                                      std::vector<float>(weights.begin(), weights.end())));
  }
  if (is_memory(training_.settings().rule)) return add_means(blobs);
  for (std::size_t k = 0; k < network.layers.size(); ++k)
    for (const char* name : {"weight", "bias"}) {
      const ParameterStore::Entry* entry = training_.store().find(network.layers[k].path + "." + name);
      if (entry) blobs.push_back(plain_blob(numbered(name, k + 1), entry->value));
    }
}

void Eye::add_means(std::vector<Blob>& blobs) const {
  if (training_.settings().rule != kNearestMean) return;
  std::int64_t classes = training_.network().classes, inputs = training_.features(true).shape()[1];
  std::vector<std::int64_t> counts = count_seen(training_.points().train, training_.seen(), classes);
  std::vector<float> rows;
  for (std::int64_t label = 0; label < classes; ++label) {
    rows.push_back(float(counts[std::size_t(label)]));
    for (double number : mean_of(label, training_.store()))
      rows.push_back(counts[std::size_t(label)] > 0 ? float(number) : 0);
  }
  blobs.push_back(plain_blob("means", {classes, 1 + inputs}, rows));
}

std::optional<Mistakes> Eye::mistakes() {
  look_again();
  if (training_.settings().rule != kPerceptron) return std::nullopt;
  if (!bound_) {
    bound_.emplace();
    const Half& points = training_.points().train;
    std::span<const float> numbers = training_.features(true).data<float>();
    std::span<const std::int64_t> labels = points.targets.data<std::int64_t>();
    std::int64_t inputs = training_.features(true).shape()[1];
    if (training_.network().classes == 2 && std::int64_t(numbers.size()) <= kMostToSeparate) {
      std::vector<double> rows(numbers.begin(), numbers.end());
      if (inputs == 2) bound_->separable = classic::separable_in_plane(rows, labels);
      classic::Separation found = classic::separate(inputs, rows, labels);
      if (found.margin > 0) {
        bound_->separable = true;
        bound_->radius = found.radius, bound_->margin = found.margin, bound_->most = found.most_mistakes();
      }
    }
  }
  Mistakes mistakes = *bound_;
  const Tally& tally = training_.tally();
  mistakes.all = tally.mistakes, mistakes.epochs = tally.epochs, mistakes.from_zero = tally.from_zero;
  return mistakes;
}

void Eye::add_gradients(const View& view, std::vector<Blob>& blobs) {
  look_again();
  if (is_memory(training_.settings().rule)) return;
  const Network& network = training_.network();
  const Fetches& found = gradients(false).run(
      {{"input", training_.features(true)}, {"target", training_.points().train.targets}});
  std::vector<float> norms;
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    std::string path = network.layers[k].path + ".weight";
    const Tensor& gradient = found["gradient of " + path];
    if (view.gradients) blobs.push_back(plain_blob(numbered("gradient", k + 1), gradient));
    const Tensor& weight = training_.store().find(path)->value;
    Tensor& before = before_.try_emplace(path, weight.clone()).first->second;
    Tensor moved = weight.clone();
    for (std::int64_t i = 0; i < moved.size(); ++i) moved.set(i, weight.at(i) - before.at(i));
    norms.push_back(length(gradient));
    norms.push_back(length(moved) / std::max(length(weight), 1e-12f));
    before = weight.clone();
    const Tensor& slopes = found[numbered("slopes", k + 1)];
    std::span<const float> numbers = slopes.data<float>();
    std::vector<float> dead;
    std::int64_t units = slopes.shape()[1], points = slopes.shape()[0];
    for (std::int64_t unit = 0; unit < units; ++unit) {
      std::int64_t flat = 0;
      for (std::int64_t i = 0; i < points; ++i)
        flat += std::abs(numbers[std::size_t(i * units + unit)]) < 1e-6f;
      dead.push_back(float(flat) / float(points));
    }
    blobs.push_back(plain_blob(numbered("dead", k + 1), {units}, dead));
  }
  blobs.push_back(plain_blob("norms", {std::int64_t(network.layers.size()), 2}, norms));
}

std::vector<std::uint8_t> Eye::judged(bool train, std::vector<float>* confusion) {
  const Network& network = training_.network();
  const Tensor& answers = training_.answers(train);
  const Tensor& targets = (train ? training_.points().train : training_.points().test).targets;
  std::span<const float> numbers = answers.data<float>();
  std::int64_t width = answers.shape()[1];
  std::vector<std::uint8_t> wrong;
  for (std::int64_t i = 0; i < answers.shape()[0]; ++i) {
    std::span<const float> scores = numbers.subspan(std::size_t(i * width), std::size_t(width));
    std::int64_t said = width > 1 ? winner(scores).first : std::int64_t(scores.front() > 0);
    auto truth = std::int64_t(targets.at(i));
    wrong.push_back(said != truth);
    if (confusion) ++(*confusion)[std::size_t(truth * network.classes + said)];
  }
  return wrong;
}

void Eye::add_judgement(std::vector<Blob>& blobs) {
  std::int64_t classes = training_.network().classes;
  if (classes == 0) return;
  std::vector<float> confusion(std::size_t(classes * classes));
  std::vector<std::uint8_t> wrong = judged(true, nullptr), tested = judged(false, &confusion);
  if (!training_.points().shared) wrong.insert(wrong.end(), tested.begin(), tested.end());
  blobs.push_back(plain_blob("confusion", {classes, classes}, confusion));
  blobs.push_back(byte_blob("wrong", {std::int64_t(wrong.size())}, wrong));
}

void Eye::add_points(std::vector<Blob>& blobs) const {
  bool curve = training_.settings().mode == "curve";
  for (bool train : {true, false}) {
    const Half& half = train ? training_.points().train : training_.points().test;
    std::vector<float> rows;
    std::int64_t count = train || !training_.points().shared ? half.size() : 0;
    for (std::int64_t i = 0; i < count; ++i) {
      auto target = float(half.targets.at(i));
      if (curve)
        rows.insert(rows.end(), {float(half.inputs.at(i)), target, 0});
      else
        rows.insert(rows.end(), {float(half.inputs.at(2 * i)), float(half.inputs.at(2 * i + 1)), target});
    }
    blobs.push_back(plain_blob(train ? "train" : "test", {count, 3}, rows));
  }
}

void Eye::add_warp(std::int64_t layer, const std::vector<std::int64_t>& units, std::vector<Blob>& blobs) {
  look_again();
  const Network& network = training_.network();
  bool known = !is_memory(training_.settings().rule) && layer >= 0 &&
               layer <= std::int64_t(network.layers.size()) && units.size() == 2;
  std::int64_t count = !known       ? 0
                       : layer == 0 ? training_.features(true).shape()[1]
                                    : network.layers[std::size_t(layer - 1)].units;
  for (std::int64_t unit : units) known &= unit >= 0 && unit < count;
  if (!known) throw Error(Problem("lab.no_unit", {{"layer", layer}}));
  auto seen = [&](const Tensor& features) {
    const Tensor& values = slopes().run({{"input", features}})[numbered("unit", std::size_t(layer))];
    std::vector<float> pairs;
    for (std::int64_t i = 0; i < values.shape()[0]; ++i)
      for (std::int64_t unit : units) pairs.push_back(float(values.at(i * count + unit)));
    return pairs;
  };
  constexpr std::int64_t kSide = 25;
  std::int64_t rows = training_.settings().mode == "curve" ? 1 : kSide;
  blobs.push_back(plain_blob("grid", {rows, kSide, 2}, seen(grid_features(kSide))));
  std::vector<float> pairs = seen(training_.features(true)), points;
  for (std::size_t i = 0; 2 * i < pairs.size(); ++i)
    points.insert(points.end(), {pairs[2 * i], pairs[2 * i + 1],
                                 float(training_.points().train.targets.at(std::int64_t(i)))});
  blobs.push_back(plain_blob("points", {std::int64_t(pairs.size() / 2), 3}, points));
}

Probe Eye::probe(double x1, double x2, std::optional<double> target) {
  look_again();
  const Network& network = training_.network();
  bool curve = training_.settings().mode == "curve";
  Tensor place(DType::f32, {1, curve ? 1 : 2});
  place.set(0, x1);
  if (!curve) place.set(1, x2);
  Tensor features = make_features(training_.settings(), place).values.clone();
  for (float& value : features.data<float>())
    if (!std::isfinite(value)) value = 0;
  Tensor wanted = network.classes ? Tensor(DType::i64, {1}) : Tensor(DType::f32, {1, 1});
  double asked = target.value_or(0);
  if (network.classes && !(asked >= 0 && asked < double(network.classes) && asked == std::floor(asked)))
    throw Error(Problem("lab.target", {{"classes", network.classes}}));
  wanted.set(0, asked);
  Probe probe{.features = row(features), .target = target};
  if (is_memory(training_.settings().rule)) {
    probe_memory(training_.settings(), training_.features(true), training_.points().train, training_.seen(),
                 training_.store(), network.classes, probe);
    return probe;
  }
  const Fetches& found = gradients(true).run({{"input", features}, {"target", wanted}});
  if (target) probe.loss = found.number("loss");
  for (std::size_t k = 1; k <= network.layers.size(); ++k) {
    ProbedLayer layer{.inputs = row(found[numbered("inputs", k)]),
                      .sums = row(found[numbered("sums", k)]),
                      .outputs = row(found[numbered("outputs", k)]),
                      .slopes = row(found[numbered("slopes", k)])};
    if (target) layer.gradients = row(found[numbered("errors", k)]);
    if (const std::string& norm = network.layers[k - 1].norm; !norm.empty()) {
      layer.normed = row(found[numbered("normed", k)]);
      auto stored = [&](const char* name) { return row(training_.store().find(norm + "." + name)->value); };
      layer.means = stored("running_mean"), layer.variances = stored("running_var");
      layer.factors = stored("weight"), layer.shifts = stored("bias");
    }
    probe.layers.push_back(std::move(layer));
  }
  return probe;
}

}  // namespace percept::lab
