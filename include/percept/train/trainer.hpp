// The training loop.
#pragma once

#include <atomic>
#include <map>

#include "percept/kernels/kernel.hpp"
#include "percept/optim/schedule.hpp"
#include "percept/train/event.hpp"

namespace percept::train {

struct TrainerConfig {
  std::int64_t batch = 64;
  std::int64_t epochs = 1;
  std::uint64_t seed = 0;  // of the order of the examples
  double lr = 0.01;
  /// The factor of `lr` at a step, counted from 0, of so many.
  std::function<double(std::int64_t step, std::int64_t steps)> schedule;  // empty: 1
  /// A factor beside the schedule's: after every epoch it observes the test examples' loss, or where it
  /// maximises their accuracy.
  std::optional<optim::PlateauConfig> plateau;
  Loss loss;
  /// Differentiates the loss and assigns the new parameters: `[](Value loss) { Sgd{{...}}.minimize(loss); }`.
  /// The learning rate of each step is fed as "lr".
  std::function<void(Value loss)> minimize;
  std::optional<data::Normalization> normalization;
  std::vector<std::string> freeze;          // paths of layers or parameters that are not trained
  Precision precision = Precision::single;  // of the steps; evaluation is f32
};

struct Outcome {
  bool interrupted = false;
  std::int64_t steps = 0, epochs = 0;         // finished
  double train_loss = 0, train_accuracy = 0;  // of the last epoch; where none ended, of what there was of it
  /// The result to quote is the last epoch's: the best one was chosen on the very images it is measured on.
  std::optional<EpochFinished> last, best;
  double seconds = 0;
  double samples_per_second = 0;  // evaluation and planning not counted
  std::int64_t parameters = 0, state = 0;
};

/// Trains a net: every epoch in an order shuffled by seed and epoch, then an evaluation on the test set. With
/// no epochs at all the untrained net is evaluated once. Not thread-safe; the store must outlive it.
class Trainer {
 public:
  /// Traces the net for both modes, so a mistake in it is thrown here, before anything is done.
  Trainer(ParameterStore& store, Net net, data::DatasetPtr train, data::DatasetPtr test,
          TrainerConfig config);

  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }
  /// Trains. Where `stop` turns true, the step at hand is finished and the outcome says interrupted. Throws
  /// `Error` where the loss is no longer a finite number.
  Outcome run(const std::atomic<bool>* stop = nullptr);

  std::int64_t steps() const;

 private:
  struct Sums {
    double loss = 0, accuracy = 0;
    std::int64_t images = 0;
  };
  /// False where it was stopped.
  bool run_epoch(std::int64_t epoch, const std::atomic<bool>* stop);
  void finish_epoch(std::int64_t epoch);
  double rate() const;  // of the next step
  void require_finite(double loss, double lr) const;
  void emit(const Event& event) const;
  double seconds() const;

  ParameterStore& store_;
  data::DatasetPtr train_, test_;
  TrainerConfig config_;
  data::Loader loader_;
  Program step_;
  Evaluator evaluator_;
  std::vector<Listener> listeners_;
  std::vector<std::string> order_;  // of the parameters, as the net reads them
  std::optional<optim::Plateau> plateau_;
  Outcome outcome_;
  Sums sums_;                // of the epoch at hand
  std::int64_t images_ = 0;  // trained on
  double training_ = 0;      // seconds
  std::int64_t start_ = 0;   // of the clock, nanoseconds
};

/// Throws `Error`, naming the parameters there are, where a path to be frozen holds none of them.
void require_frozen(const Graph& graph, const std::vector<std::string>& paths);

/// The values that make the model, without what the optimiser keeps, by path.
std::map<std::string, Tensor> weights_of(const ParameterStore& store);
/// The same with the averages of UpdateOptions::ema in place of the weights that have one: set them in a
/// store of their own to evaluate with them.
std::map<std::string, Tensor> averaged_weights(const ParameterStore& store);

}  // namespace percept::train
