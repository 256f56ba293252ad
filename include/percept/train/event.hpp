// What a training says while it runs. Whoever listens (progress bar, run folder, TensorBoard, a page) gets
// the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

#include "percept/train/evaluation.hpp"
#include "percept/train/progress.hpp"

namespace percept::train {

struct RunStarted {
  std::int64_t steps = 0, epochs = 0;  // of the whole run
  std::int64_t step = 0, epoch = 1;    // where it begins: after this step, in this epoch
  std::int64_t examples = 0;           // an epoch
  std::int64_t images = 0;             // trained on before
  std::int64_t parameters = 0;         // numbers that are trained
  std::int64_t state = 0;              // numbers kept beside them (running statistics); not the optimiser's
};

struct StepFinished {
  std::int64_t step = 0, epoch = 0;  // counted from 1
  double loss = 0, accuracy = 0;     // of this step's examples; accuracy NaN where numbers are learnt
  double lr = 0;
  std::optional<double> gradient_norm;  // of all gradients as one vector, where it was asked for
  std::int64_t images = 0;              // so far
  double samples_per_second = 0;        // so far, evaluation not counted
};

struct EpochFinished {
  std::int64_t step = 0, epoch = 0;
  double train_loss = 0, train_accuracy = 0;    // mean over the epoch's examples, each before its step
  std::map<std::string, double> train_figures;  // what else was counted meanwhile: mistakes
  std::string split;  // what was evaluated: "val" where examples are held out, else "test"
  Evaluation evaluation;
  Score score;         // the same in short
  bool best = false;   // the best so far by what is watched
  double seconds = 0;  // since the start
  double samples_per_second = 0;
  std::map<std::string, double> gradient_norms;  // of the last step, by parameter, where they were asked for
};

/// The whole run is done, or ended early for want of progress.
struct RunFinished {
  std::int64_t step = 0, epochs = 0;
  bool early = false;
  std::optional<Evaluation> test;  // at the end, where the epochs were evaluated on held-out examples
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
