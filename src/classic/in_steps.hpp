// The trainings of this folder: epochs of steps of a thousand examples.
#pragma once

#include "percept/classic/models.hpp"

namespace percept::classic {

class InSteps : public train::Training {
 public:
  static constexpr std::int64_t kStep = 1000;  // examples

  InSteps(const AnyConfig& model, bool shuffle, ParameterStore& store, const train::DataSets& data,
          train::TrainerConfig config);

  std::int64_t steps() const override { return loader_.batches() * config_.epochs; }

 protected:
  /// The sums of what it said of these examples before it learnt, NaN where it says nothing yet.
  virtual Sums take_in(const data::Batch& batch) = 0;
  /// After the epoch's last examples; may add to what its last step counts.
  virtual void finish_learning(Sums&) {}

  bool run_epoch(const std::atomic<bool>* stop) override;
  /// In `restore`: of the epoch at hand nothing has been learnt yet.
  void begin_epoch_again();
  /// To be written anew.
  Tensor& stored(const std::string& path);

  data::Loader loader_;

 private:
  void finish_step(const Sums& sums);
};

}  // namespace percept::classic
