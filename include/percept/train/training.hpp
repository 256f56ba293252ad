// The frame of every training: epochs, evaluations, events, and the place in the run.
#pragma once

#include <atomic>
#include <cmath>
#include <map>
#include <memory>

#include "percept/kernels/kernel.hpp"
#include "percept/optim/optimizer.hpp"
#include "percept/optim/schedule.hpp"
#include "percept/runtime/plan.hpp"
#include "percept/train/event.hpp"

namespace percept::train {

struct TrainerConfig {
  /// Batch size, normalisation, augmentation, workers. The trainer shuffles, with its own seed.
  data::LoaderOptions loader;
  std::int64_t accumulate = 1;  // batches whose gradients are gathered for one step
  std::int64_t epochs = 1;
  std::uint64_t seed = 0;  // of the order of the examples
  /// The factor of the optimiser's rate at a step, counted from 0, of so many.
  std::function<double(std::int64_t step, std::int64_t steps)> schedule;  // empty: 1
  /// A factor beside the schedule's: after every epoch it observes the loss of the evaluation, or where it
  /// maximises the accuracy.
  std::optional<optim::PlateauConfig> plateau;
  Loss loss;
  /// Added to the loss in training: l1 of the sum of |w|, l2 of the sum of w^2 / 2, over all weights; fed as
  /// "l1" and "l2".
  double l1 = 0, l2 = 0;
  std::shared_ptr<const optim::Optimizer> optimizer;
  optim::UpdateOptions update;
  std::vector<std::string> metrics;         // NamedMetrics of the evaluations
  std::string watch = "accuracy";           // which figure says what is best; "loss" where numbers are learnt
  std::int64_t patience = 0;                // end after so many epochs without a better one; 0: never
  bool gradient_norms = false;              // measure them
  std::vector<std::string> freeze;          // paths of layers or parameters that are not trained
  Precision precision = Precision::single;  // of the steps; evaluation is not mixed
  bool profile = false;                     // measure every node of the steps
};

struct DataSets {
  data::DatasetPtr train;
  data::DatasetPtr test;        // null: nothing is evaluated
  data::DatasetPtr validation;  // null: the epochs are evaluated on the test set
};

struct Outcome {
  bool interrupted = false, early = false;
  std::int64_t steps = 0, epochs = 0;         // finished
  double train_loss = 0, train_accuracy = 0;  // of the last epoch; where none ended, of what there was of it
  std::map<std::string, double> train_figures;  // what else was counted in the last epoch: mistakes
  /// On the validation set where there is one. The result to quote is the last epoch's: the best one was
  /// chosen on the very examples that it is measured on.
  std::optional<Score> last, best;
  std::optional<Score> test;  // at the end; without a validation set the same as `last`
  double seconds = 0;
  double samples_per_second = 0;  // evaluation and planning not counted
  std::int64_t parameters = 0, state = 0;
};

/// All that a training is at one moment: the values of the store and the place in the run.
struct State {
  std::map<std::string, Tensor> tensors;
  Progress progress;
};

/// Goes through the epochs, each followed by an evaluation; what happens within one is up to those who derive
/// from it: `Trainer` descends a gradient, the models of percept/classic have rules of their own. With no
/// epochs at all the untrained net is evaluated once. Not thread-safe; the store must outlive it.
class Training {
 public:
  Training(ParameterStore& store, Net net, DataSets data, TrainerConfig config);
  virtual ~Training();
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }
  /// Called between steps on the training thread, to change rates, wait, or look.
  void visit(std::function<void()> visitor) { visitors_.push_back(std::move(visitor)); }
  /// Trains from where it stands. Where `stop` turns true, the step at hand is finished and the outcome says
  /// interrupted.
  Outcome run(const std::atomic<bool>* stop = nullptr);

  virtual std::int64_t steps() const = 0;
  std::int64_t parameters() const { return outcome_.parameters; }
  const Progress& progress() const { return progress_; }
  const TrainerConfig& config() const { return config_; }
  const DataSets& data() const { return data_; }
  const ParameterStore& store() const { return store_; }
  const Net& net() const { return net_; }
  const std::string& watch() const { return config_.watch; }
  /// The net as inference traces it, on so many examples.
  std::unique_ptr<Graph> trace_net(std::int64_t examples) const;

  /// Between runs, or in a listener: a copy of everything.
  virtual State state() { return {store_.snapshot(), progress_}; }
  /// Goes to a state of this training or of one like it. What an optimiser keeps and the state lacks begins
  /// anew. Throws `Error`, naming them, where weights are missing or of another shape.
  virtual void restore(const State& state);
  /// The values that make the model.
  virtual std::map<std::string, Tensor> weights() const;
  /// The nodes of a step with their times, where they are measured.
  virtual std::vector<PlanStep> profile() { return {}; }

  /// The rate of the next step; NaN where there is none.
  virtual double rate() const { return std::nan(""); }
  /// "momentum" or "weight_decay" as it is now; empty where there is none.
  virtual std::optional<double> rate_of(const std::string&) const { return std::nullopt; }
  /// Sets a rate for the steps to come: "lr" (the schedule's factor still applies), "momentum" or
  /// "weight_decay", where the optimiser has it.
  void set_rate(const std::string& name, double value) { progress_.set[name] = value; }

 protected:
  /// The epoch at hand, from the step at hand; false where it was stopped.
  virtual bool run_epoch(const std::atomic<bool>* stop) = 0;
  /// Figures of the epoch that has just been gone through, beside its loss and accuracy.
  virtual std::map<std::string, double> epoch_figures() { return {}; }
  virtual Evaluation evaluate(const data::DatasetPtr& dataset);
  virtual void observe(const Score&) {}
  /// Whether nothing is left to learn: the training then ends early.
  virtual bool is_learnt() const { return false; }

  /// Declares the parameters of a graph and counts them.
  void declare(const Graph& graph);
  /// The step has gone through examples, with these sums of loss and accuracy.
  struct Sums {
    double loss = 0, accuracy = 0;
    std::int64_t examples = 0;
  };
  void count(const Sums& sums);
  void emit(const Event& event) const;
  void visit_all() const;
  double seconds() const;
  /// Which evaluator answers, in place of one on the store itself.
  void evaluate_with(ParameterStore& store);

  ParameterStore& store_;
  Net net_;
  DataSets data_;
  TrainerConfig config_;
  Roles roles_;
  Progress progress_;
  Outcome outcome_;
  std::map<std::string, double> gradient_norms_;  // of the last step

 private:
  bool has_patience() const;
  void finish_epoch();
  void settle();

  std::optional<Evaluator> evaluator_;
  std::vector<Listener> listeners_;
  std::vector<std::function<void()>> visitors_;
  std::int64_t start_ = 0;  // of the clock, nanoseconds
  double before_ = 0;       // seconds that the run had before this start
};

/// The values that make the model, without what the optimiser keeps, by path.
std::map<std::string, Tensor> weights_of(const ParameterStore& store);

}  // namespace percept::train
