// Trains what a recipe describes, into a run folder.
#pragma once

#include "percept/recipe/network.hpp"
#include "percept/train/find_rate.hpp"

namespace percept::recipe {

/// Known before the first step.
struct TrainStart {
  std::string run;  // its folder
  std::string data;
  std::int64_t train_examples = 0, test_examples = 0;
  std::int64_t parameters = 0, state = 0;  // numbers that are trained, and kept beside them
  std::int64_t steps = 0;
  std::int64_t step = 0;  // of them, those done before
};

struct TrainOptions {
  std::filesystem::path runs = "runs";
  std::function<void(const TrainStart&)> started;  // may be empty
  std::vector<train::Listener> listeners;
  std::atomic<bool>* stop = nullptr;  // turns true: finish the step and come back; clients may turn it too
  bool profile = false;               // measure every node of the steps
};

struct TrainResult {
  TrainStart start;
  train::Outcome outcome;
  std::vector<PlanStep> profile;  // where it was asked for
};

/// Of a recipe's steps; a network that only answers computes `unmixed`.
Precision precision_of(const Recipe& recipe);

/// Throws `Error`. What fails before the first step leaves no folder.
TrainResult train_recipe(const Recipe& recipe, const TrainOptions& options);

/// Which learning rate to begin with; writes nothing.
train::RateSearch find_rate(const Recipe& recipe);

/// Goes on with the run in a folder from its last checkpoint, by a recipe that is its own (`load_run_recipe`)
/// with fields changed or not. What was not changed ends with the same bits as a run that was never stopped,
/// on the same machine with the same threads. A run that is done only gives its outcome again.
TrainResult resume_run(const std::filesystem::path& folder, const Recipe& recipe,
                       const TrainOptions& options);

}  // namespace percept::recipe
