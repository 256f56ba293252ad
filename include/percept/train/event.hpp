// What a training says while it runs. Whoever listens (progress bar, run folder, a page) gets the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

#include "percept/train/evaluation.hpp"

namespace percept::train {

struct RunStarted {
  std::int64_t steps = 0, epochs = 0;  // that are to come
  std::int64_t examples = 0;           // an epoch
  std::int64_t parameters = 0;         // numbers that are trained
  std::int64_t state = 0;              // numbers kept beside them (running statistics); not the optimiser's
};

struct StepFinished {
  std::int64_t step = 0, epoch = 0;  // counted from 1
  double loss = 0, accuracy = 0;     // of this batch
  double lr = 0;
  std::int64_t images = 0;        // so far
  double samples_per_second = 0;  // so far, evaluation not counted
};

struct EpochFinished {
  std::int64_t step = 0, epoch = 0;
  double train_loss = 0, train_accuracy = 0;  // mean over the epoch's batches, each before its step
  Evaluation test;
  bool best = false;   // the best so far: by accuracy, of equal ones by loss
  double seconds = 0;  // since the start
};

struct RunFinished {
  std::int64_t step = 0, epochs = 0;
  double seconds = 0;
};

struct Interrupted {
  std::int64_t step = 0, epoch = 0;  // the last step that was finished, and its epoch
  double seconds = 0;
};

using Event = std::variant<RunStarted, StepFinished, EpochFinished, RunFinished, Interrupted>;

/// Called on the training thread, between steps: the store may be read. All listeners are equal; what one
/// throws ends the training.
using Listener = std::function<void(const Event&)>;

}  // namespace percept::train
