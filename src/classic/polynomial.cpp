// The triangle of the powers of all examples, and at the end of the epoch the weights. Its figures: "rms",
// the root of the mean squared error in training, and of one feature and one value the weights "w0", "w1",
// ...
#include "polynomial.hpp"

#include <cmath>

#include "in_steps.hpp"
#include "net.hpp"
#include "percept/classic/least_squares.hpp"

namespace percept::classic {
namespace {

constexpr std::int64_t kMostColumns = 4096;

std::int64_t width_of(const data::Dataset& dataset) { return dataset.fields().front().shape.elements(); }

void require_fitting(const PolynomialConfig& config, const data::Dataset& dataset) {
  if (!dataset.classes().empty())
    throw Error(Problem("classic.classes", {{"data", dataset.name()}}).with_hint("classic.classes.hint"));
  std::int64_t columns = 1 + width_of(dataset) * config.degree;
  if (columns > kMostColumns)
    throw Error(Problem("classic.powers", {{"columns", columns}, {"most", kMostColumns}})
                    .about(dataset.name())
                    .with_hint("classic.degree.hint"));
}

class PolynomialTraining final : public InSteps {
 public:
  PolynomialTraining(const AnyConfig& model, ParameterStore& store, const train::DataSets& data,
                     train::TrainerConfig config)
      : InSteps(model, false, store, data, std::move(config)), model_(std::get<PolynomialConfig>(model)),
        width_(width_of(*data.train)), squares_(1 + width_ * model_.degree, roles_.outputs) {}

  void restore(const train::State& state) override {
    Training::restore(state);
    begin_epoch_again();
  }

 protected:
  Sums take_in(const data::Batch& batch) override {
    std::vector<double> features, targets, rows;
    read(batch, features, targets);
    for (std::int64_t row = 0; row < batch.size; ++row) {
      auto x = std::span(features).subspan(std::size_t(row * width_), std::size_t(width_));
      std::vector<double> power(x.begin(), x.end());
      rows.push_back(1);
      for (std::int64_t i = 0; i < model_.degree; ++i) {
        rows.insert(rows.end(), power.begin(), power.end());
        for (std::size_t k = 0; k < power.size(); ++k) power[k] *= x[k];
      }
    }
    if (!squares_.add(rows, targets))
      throw Error(Problem("classic.power_overflow", {{"degree", model_.degree}})
                      .about(data_.train->name())
                      .with_hint("classic.degree.hint"));
    return {std::nan(""), std::nan(""), batch.size};
  }

  void finish_learning(Sums& step) override {
    fit_ = squares_.solve(model_.ridge);
    std::int64_t columns = 1 + width_ * model_.degree;
    if (fit_.rank < columns)
      throw Error(Problem("classic.open_weights",
                          {{"weights", columns}, {"examples", squares_.rows()}, {"independent", fit_.rank}})
                      .about(data_.train->name())
                      .with_hint("classic.open_weights.hint"));
    std::copy(fit_.weight.begin(), fit_.weight.end(), stored(kPowers).data<double>().begin());
    // Known only now, and spread over all steps.
    double each = fit_.squares / double(squares_.rows() * roles_.outputs);
    progress_.loss = each * double(squares_.rows() - step.examples);
    step.loss = each * double(step.examples);
  }

  std::map<std::string, double> epoch_figures() override {
    std::map<std::string, double> figures = {
        {"rms", std::sqrt(fit_.squares / double(squares_.rows() * roles_.outputs))}};
    if (width_ == 1 && roles_.outputs == 1)
      for (std::size_t i = 0; i < fit_.weight.size(); ++i) figures["w" + std::to_string(i)] = fit_.weight[i];
    return figures;
  }

 private:
  // In f64 as they were, where the set knows them so.
  void read(const data::Batch& batch, std::vector<double>& features, std::vector<double>& targets) const {
    auto exact = batch.tensors.find(data::kExactField);
    if (exact == batch.tensors.end()) {
      auto x = batch[roles_.input].data<float>(), t = batch[roles_.target].data<float>();
      features.assign(x.begin(), x.end());
      targets.assign(t.begin(), t.end());
      return;
    }
    auto both = exact->second.data<double>();
    std::int64_t together = width_ + roles_.outputs;
    for (std::int64_t row = 0; row < batch.size; ++row)
      for (std::int64_t i = 0; i < together; ++i) {
        double number = both[std::size_t(row * together + i)];
        i < width_ ? features.push_back(normalized(number, i)) : targets.push_back(number);
      }
  }

  // As the loader normalises what it gives in f32.
  double normalized(double x, std::int64_t feature) const {
    if (!config_.loader.normalization) return x;
    const data::Normalization& scale = *config_.loader.normalization;
    auto i = std::size_t(feature);
    return (x - double(scale.mean[i])) / (scale.deviation[i] == 0 ? 1 : double(scale.deviation[i]));
  }

  PolynomialConfig model_;
  std::int64_t width_;
  LeastSquares squares_;
  LeastSquaresFit fit_;
};

}  // namespace

std::unique_ptr<train::Training> make_polynomial_training(const AnyConfig& model, ParameterStore& store,
                                                          const train::DataSets& data,
                                                          train::TrainerConfig config) {
  require_fitting(std::get<PolynomialConfig>(model), *data.train);
  return std::make_unique<PolynomialTraining>(model, store, data, std::move(config));
}

}  // namespace percept::classic
