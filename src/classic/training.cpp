// How the models of this folder learn: by whole sets of features, a thousand examples a step.
#include <cmath>

#include "in_steps.hpp"
#include "net.hpp"
#include "percept/classic/nearest_mean.hpp"
#include "percept/classic/novikoff.hpp"
#include "percept/classic/perceptron.hpp"
#include "percept/runtime/program.hpp"
#include "polynomial.hpp"

namespace percept::classic {
namespace {

// What a perceptron counts beside its weights: mistakes in all, and whether an epoch had none.
const std::string kCounts = std::string(optim::kStatePrefix) + "counts";

void require_classes(const data::Dataset& dataset) {
  if (dataset.classes().empty())
    throw Error(Problem("classic.numbers", {{"data", dataset.name()}}).with_hint("classic.numbers.hint"));
}

/// Epochs of steps that are handed on as features and labels.
class ByFeatures : public InSteps {
 public:
  ByFeatures(const AnyConfig& model, bool shuffle, ParameterStore& store, const train::DataSets& data,
             train::TrainerConfig config)
      : InSteps(model, shuffle, store, data, std::move(config)),
        features_(Program::inference(store, [model, input = roles_.input](Graph& graph) {
          graph.fetch("features", features_of(model, graph.feed(input)));
        })) {}

 protected:
  /// Rows [n, width] and what they are; the sums of what it said of them before it learnt, NaN where it says
  /// nothing yet.
  virtual Sums learn(std::span<const double> features, std::span<const std::int64_t> labels) = 0;

  Sums take_in(const data::Batch& batch) final {
    return learn(features(batch), batch[roles_.target].data<std::int64_t>());
  }

  std::span<const double> features(const data::Batch& batch) {
    return features_.run({{roles_.input, batch[roles_.input]}})["features"].data<double>();
  }

 private:
  Program features_;
};

/// The perceptron's rule on features of any kind. T: what it counts in.
template <class T>
class PerceptronTraining final : public ByFeatures {
 public:
  PerceptronTraining(const AnyConfig& model, bool shuffle, ParameterStore& store, const train::DataSets& data,
                     train::TrainerConfig config)
      : ByFeatures(model, shuffle, store, data, std::move(config)), scale_(scale_of(model)),
        perceptron_(store_.find(kWeight)->value.shape()[1], roles_.classes, T(scale_)) {
    store_.ensure({.path = kCounts, .type = {DType::i64, {2}}, .trainable = false});
  }

  void restore(const train::State& state) override {
    Training::restore(state);
    auto weight = store_.find(kWeight)->value.template data<double>();
    auto bias = store_.find(kBias)->value.template data<double>();
    for (std::size_t i = 0; i < weight.size(); ++i) perceptron_.weight()[i] = T(weight[i]);
    for (std::size_t i = 0; i < bias.size(); ++i) perceptron_.bias()[i] = T(bias[i]);
  }

 protected:
  Sums learn(std::span<const double> features, std::span<const std::int64_t> labels) override {
    auto width = std::size_t(perceptron_.inputs());
    std::vector<T> x(width);
    std::int64_t mistakes = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
      for (std::size_t i = 0; i < width; ++i) x[i] = T(features[row * width + i]);
      mistakes += !perceptron_.learn(x, labels[row]);
    }
    auto weight = stored(kWeight).template data<double>(), bias = stored(kBias).template data<double>();
    std::copy(perceptron_.weight().begin(), perceptron_.weight().end(), weight.begin());
    std::copy(perceptron_.bias().begin(), perceptron_.bias().end(), bias.begin());
    stored(kCounts).template data<std::int64_t>()[0] += mistakes;
    return {double(mistakes), double(std::int64_t(labels.size()) - mistakes), std::int64_t(labels.size())};
  }

  // In its last step, whose own mistakes stand in the progress only later.
  std::map<std::string, double> epoch_figures() override {
    auto counts = stored(kCounts).template data<std::int64_t>();
    counts[1] = progress_.examples > 0 && progress_.loss == 0;
    std::map<std::string, double> figures = {{"mistakes", progress_.loss},
                                             {"all_mistakes", double(counts[0])}};
    if (counts[1] && roles_.classes == 2) bound(figures);
    return figures;
  }

  bool is_learnt() const override {
    return store_.find(kCounts)->value.template data<std::int64_t>()[1] != 0;
  }

 private:
  static constexpr std::int64_t kMostToSeparate = 1 << 20;  // numbers, gone through a thousand times

  // Of what has been learnt without a mistake left: Novikoff's bound of all mistakes.
  void bound(std::map<std::string, double>& figures) {
    std::vector<double> rows;
    std::vector<std::int64_t> labels;
    for (const data::Batch& batch : loader_.epoch(progress_.epoch)) {
      auto part = features(batch);
      rows.insert(rows.end(), part.begin(), part.end());
      auto said = batch[roles_.target].template data<std::int64_t>();
      labels.insert(labels.end(), said.begin(), said.end());
      if (std::int64_t(rows.size()) > kMostToSeparate) return;
    }
    Separation found = separate(perceptron_.inputs(), rows, labels, scale_);
    if (!(found.margin > 0)) return;
    figures["radius"] = found.radius;
    figures["margin"] = found.margin;
    figures["most_mistakes"] = found.most_mistakes();
  }

  double scale_;
  Perceptron<T> perceptron_;
};

class NearestMeanTraining final : public ByFeatures {
 public:
  NearestMeanTraining(const AnyConfig& model, ParameterStore& store, const train::DataSets& data,
                      train::TrainerConfig config)
      : ByFeatures(model, false, store, data, std::move(config)),
        means_(store_.find(kMeans)->value.shape()[1], roles_.classes) {}

  void restore(const train::State& state) override {
    Training::restore(state);
    begin_epoch_again();  // the sums of one that was broken off are not kept
  }

 protected:
  Sums learn(std::span<const double> features, std::span<const std::int64_t> labels) override {
    std::size_t width = features.size() / std::max<std::size_t>(labels.size(), 1);
    for (std::size_t row = 0; row < labels.size(); ++row)
      means_.add(features.subspan(row * width, width), labels[row]);
    return {std::nan(""), std::nan(""), std::int64_t(labels.size())};
  }

  void finish_learning(Sums&) override {
    auto to = stored(kMeans).data<double>().begin();
    for (std::int64_t label = 0; label < roles_.classes; ++label) {
      if (means_.count(label) == 0)
        throw Error(Problem("classic.empty_class", {{"class", data_.train->classes()[std::size_t(label)]}})
                        .about(data_.train->name())
                        .with_hint("classic.empty_class.hint"));
      std::vector<double> mean = means_.mean(label);
      to = std::copy(mean.begin(), mean.end(), to);
    }
  }

 private:
  NearestMean means_;
};

class NeighboursTraining final : public ByFeatures {
 public:
  NeighboursTraining(const AnyConfig& model, ParameterStore& store, const train::DataSets& data,
                     train::TrainerConfig config)
      : ByFeatures(model, false, store, data, std::move(config)) {}

 protected:
  Sums learn(std::span<const double> features, std::span<const std::int64_t> labels) override {
    Tensor& points = stored(kPoints);
    auto first = std::size_t(progress_.batch * kStep);
    std::size_t at = first * std::size_t(points.shape()[1]);
    if (points.dtype() == DType::u8)
      for (double number : features) points.data<std::uint8_t>()[at++] = std::uint8_t(number);
    else
      for (double number : features) points.data<float>()[at++] = float(number);
    std::copy(labels.begin(), labels.end(),
              stored(kLabels).data<std::int64_t>().begin() + std::ptrdiff_t(first));
    return {std::nan(""), std::nan(""), std::int64_t(labels.size())};
  }
};

// Whether no weight and no sum can leave 62 bits: each mistake adds an example of at most `most` a feature.
bool fits_whole(const train::DataSets& data, std::int64_t epochs, std::int64_t width, double most) {
  double mistakes = double(data.train->size()) * double(epochs + 1);
  return mistakes * most * most * double(width + 1) < 0x1p62;
}

constexpr double kMostWhole = 0x1p20;  // of a feature that is taken for a whole number

}  // namespace

bool has_epochs(const AnyConfig& config) {
  return std::holds_alternative<PerceptronConfig>(config) || std::holds_alternative<MarkOneConfig>(config);
}

void settle_numbers(AnyConfig& config, const data::DatasetPtr& dataset, const data::LoaderOptions& options) {
  std::string* numbers = std::visit(
      [](auto& c) -> std::string* {
        if constexpr (requires { c.numbers; })
          return &c.numbers;
        else
          return nullptr;
      },
      config);
  if (!numbers || *numbers == kReal) return;
  bool bytes = true, whole = true;
  data::LoaderOptions plain = options;
  plain.batch = InSteps::kStep;
  data::Loader loader(dataset, std::move(plain));
  const std::string& input = dataset->fields().front().name;
  for (const data::Batch& batch : loader.epoch(1)) {
    for (float x : batch[input].data<float>()) {
      float byte = std::nearbyint(x * 255);
      bytes &= byte >= 0 && byte <= 255 && byte / 255.0f == x;
      whole &= std::nearbyint(x) == x && std::fabs(double(x)) <= kMostWhole;
    }
    if (!bytes && !whole) break;
  }
  bool fits = numbers->empty() || (*numbers == kBytes ? bytes : whole);
  if (!fits)
    throw Error(Problem("classic.unfit_numbers", {{"data", dataset->name()}, {"numbers", *numbers}})
                    .with_hint("classic.unfit_numbers.hint"));
  if (numbers->empty()) *numbers = whole ? kWhole : bytes ? kBytes : kReal;
}

std::unique_ptr<train::Training> make_training(const AnyConfig& model, ParameterStore& store,
                                               const train::DataSets& data, train::TrainerConfig config) {
  if (!has_epochs(model)) config.epochs = 1;
  if (std::holds_alternative<PolynomialConfig>(model))
    return make_polynomial_training(model, store, data, std::move(config));
  require_classes(*data.train);
  if (std::holds_alternative<NearestMeanConfig>(model))
    return std::make_unique<NearestMeanTraining>(model, store, data, std::move(config));
  if (std::holds_alternative<NeighboursConfig>(model))
    return std::make_unique<NeighboursTraining>(model, store, data, std::move(config));
  auto make = [&](bool shuffle, bool whole) -> std::unique_ptr<train::Training> {
    if (whole)
      return std::make_unique<PerceptronTraining<std::int64_t>>(model, shuffle, store, data,
                                                                std::move(config));
    return std::make_unique<PerceptronTraining<double>>(model, shuffle, store, data, std::move(config));
  };
  if (auto* mark_one = std::get_if<MarkOneConfig>(&model)) return make(mark_one->shuffle, true);
  std::string numbers = numbers_of(model);
  std::int64_t width = data.train->fields().front().shape.elements();
  double most = numbers == kBytes ? 255 : kMostWhole;
  return make(std::get<PerceptronConfig>(model).shuffle,
              numbers != kReal && fits_whole(data, config.epochs, width, most));
}

}  // namespace percept::classic
