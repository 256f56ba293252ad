// Trains what a recipe describes, into a run folder.
#pragma once

#include "percept/recipe/network.hpp"

namespace percept::recipe {

/// Known before the first step.
struct TrainStart {
  std::string run;  // its folder
  std::string data;
  std::int64_t train_examples = 0, test_examples = 0;
  std::int64_t parameters = 0, state = 0;  // numbers that are trained, and kept beside them
  std::int64_t steps = 0;
};

struct TrainOptions {
  std::filesystem::path runs = "runs";
  std::function<void(const TrainStart&)> started;  // may be empty
  std::vector<train::Listener> listeners;
  const std::atomic<bool>* stop = nullptr;  // turns true: finish the step and come back
};

struct TrainResult {
  TrainStart start;
  train::Outcome outcome;
};

/// Throws `Error`. What fails before the first step leaves no folder.
TrainResult train_recipe(const Recipe& recipe, const TrainOptions& options);

}  // namespace percept::recipe
