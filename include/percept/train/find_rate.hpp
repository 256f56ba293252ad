// Which learning rate to begin with: a short training whose rate grows from step to step (Smith 2017,
// "Cyclical learning rates for training neural networks", section 3.3).
#pragma once

#include "percept/train/trainer.hpp"

namespace percept::train {

struct RateRange {
  double low = 1e-6, high = 10;
  std::int64_t steps = 100;
};

struct RateSearch {
  std::vector<double> rates, losses;  // of each step that was made; the losses smoothed
  double steepest = 0;                // the rate at which the loss fell fastest: what to begin with
  double lowest = 0;                  // the rate at which it was lowest: too much already
};

/// Trains on a store of its own, from the initial values of `seed`, with rates low (high/low)^(i/(steps-1)),
/// until the loss is four times its lowest or no number any more. The losses are an average with 0.9 of the
/// old, corrected for its beginning. Schedule, plateau and epochs of the config do not count.
RateSearch find_rate(const Net& net, const data::DatasetPtr& dataset, TrainerConfig config,
                     const RateRange& range = {});

}  // namespace percept::train
