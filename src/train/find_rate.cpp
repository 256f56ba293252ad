#include "percept/train/find_rate.hpp"

#include <algorithm>
#include <cmath>

namespace percept::train {
namespace {

constexpr double kSmoothing = 0.9, kTooMuch = 4;

// Where a curve over the logarithm of the rate falls fastest before its lowest point.
void read_curve(RateSearch& search) {
  const std::vector<double>& losses = search.losses;
  auto lowest = std::size_t(std::min_element(losses.begin(), losses.end()) - losses.begin());
  search.lowest = search.rates[lowest];
  search.steepest = search.lowest / 10;
  // Over several steps, for the losses of single batches are noisy; the first ones most of all.
  std::size_t reach = std::max<std::size_t>(losses.size() / 12, 1);
  double fall = 0;
  for (std::size_t i = 2 * reach; i + reach <= lowest; ++i) {
    double slope =
        (losses[i + reach] - losses[i - reach]) / std::log(search.rates[i + reach] / search.rates[i - reach]);
    if (slope >= fall) continue;
    fall = slope;
    search.steepest = search.rates[i];
  }
}

}  // namespace

RateSearch find_rate(const Net& net, const data::DatasetPtr& dataset, TrainerConfig config,
                     const RateRange& range) {
  ParameterStore store(config.seed);
  config.schedule = [range](std::int64_t step, std::int64_t) {
    return range.low * std::pow(range.high / range.low,
                                double(step) / double(std::max<std::int64_t>(range.steps - 1, 1)));
  };
  config.plateau.reset();
  config.patience = 0;
  config.epochs = range.steps;  // at least a step each
  Trainer trainer(store, net, {.train = dataset}, std::move(config));
  trainer.set_rate("lr", 1);

  RateSearch search;
  std::atomic<bool> stop = false;
  double average = 0, least = INFINITY;
  trainer.listen([&](const Event& event) {
    auto* step = std::get_if<StepFinished>(&event);
    if (!step) return;
    average = kSmoothing * average + (1 - kSmoothing) * step->loss;
    double loss = average / (1 - std::pow(kSmoothing, double(step->step)));
    search.rates.push_back(step->lr);
    search.losses.push_back(loss);
    least = std::min(least, loss);
    stop = step->step >= range.steps || loss > kTooMuch * least;
  });
  try {
    trainer.run(&stop);
  } catch (const Error& error) {  // the rate became too much for the numbers themselves
    if (error.problem().code() != "train.not_finite" || search.rates.size() < 3) throw;
  }
  read_curve(search);
  return search;
}

}  // namespace percept::train
