// Training by gradient descent.
#pragma once

#include "percept/train/training.hpp"

namespace percept::train {

/// Trains a net by the gradients of its loss: every epoch in an order shuffled by seed and epoch. Not
/// thread-safe; the store must outlive it.
class Trainer final : public Training {
 public:
  /// Traces the net for both modes, so a mistake in it is thrown here, before anything is done. In a run,
  /// where a loss or a parameter is no longer a finite number, `Error` is thrown that names the first tensor
  /// that was not, with the store as it was before that step.
  Trainer(ParameterStore& store, Net net, DataSets data, TrainerConfig config);
  ~Trainer() override;

  std::int64_t steps() const override;
  double rate() const override;
  std::optional<double> rate_of(const std::string& name) const override;
  /// Throws as a run does where a value is not finite.
  State state() override;
  void restore(const State& state) override;
  /// Averaged where UpdateOptions::ema is set.
  std::map<std::string, Tensor> weights() const override;
  std::vector<PlanStep> profile() override;

 protected:
  bool run_epoch(const std::atomic<bool>* stop) override;
  Evaluation evaluate(const data::DatasetPtr& dataset) override;
  void observe(const Score& score) override;

 private:
  Feeds blank_feeds() const;
  void trace();
  Program program(bool steps);
  /// Trains on a batch; true where that ends a step.
  bool run_batch(const data::Batch& batch);
  void finish_step();
  Feeds feeds_of(const data::Batch& batch) const;
  bool ends_step(const data::Batch& batch) const;
  void remember();
  [[noreturn]] void explain_not_finite();

  data::Loader loader_;
  Program step_, gather_;
  std::unique_ptr<ParameterStore> averaged_;  // what is evaluated where UpdateOptions::ema is set
  std::optional<optim::Plateau> plateau_;
  Sums sums_;                            // of the batches of the step at hand
  std::map<std::string, double> rates_;  // momentum and weight decay, where the optimiser has them
  State remembered_;                     // a good one, not long ago
  double pauses_ = 0;                    // seconds of the epoch at hand that were no training
};

/// Throws `Error`, naming the parameters there are, where a path to be frozen holds none of them.
void require_frozen(const Graph& graph, const std::vector<std::string>& paths);

/// What `weights_of` gives, with the averages of UpdateOptions::ema in place of the weights that have one:
/// set them in a store of their own to evaluate with them.
std::map<std::string, Tensor> averaged_weights(const ParameterStore& store);

}  // namespace percept::train
