// A network of the playground in training: one step at a time, each a function of the state alone.
#pragma once

#include <map>
#include <optional>

#include "network.hpp"
#include "percept/lab/picture.hpp"
#include "percept/runtime/program.hpp"
#include "points.hpp"

namespace percept::lab {

/// A weight that training may not change.
struct Lock {
  std::string path;
  std::int64_t index = 0;
  float value = 0;
  bool operator==(const Lock&) const = default;
};

/// What models that learn point by point say of their steps.
struct Tally {
  std::optional<StepLook> look;  // the last step's point, where it was one
  std::int64_t mistakes = 0;
  std::vector<std::int64_t> epochs = {0};  // mistakes of the last ones, that at hand last
  bool from_zero = true;                   // whether all weights were 0 where it began to count
  std::size_t bytes() const;
};

/// All that a training is between two steps: from equal moments the same bits follow.
struct Moment {
  std::shared_ptr<const Settings> settings;
  std::map<std::string, Tensor> tensors;  // weights and what the optimiser keeps
  std::vector<Lock> locks;
  std::int64_t step = 0, epoch = 0;  // finished
  std::int64_t position = 0;         // examples of the epoch at hand that are done
  optim::Plateau plateau;            // begins to count anew where a file is opened
  Tally tally;                       // as well
  std::size_t bytes() const;
};

/// One number of a weight.
struct Element {
  std::string path;
  std::int64_t index = 0;
  double value = 0;
};

/// What a user changes between two steps; what is empty stays.
struct Change {
  std::vector<Element> elements;
  std::shared_ptr<const Settings> settings;
  /// With settings: of weights that these bring back; those that are there and fit stay as they are.
  std::map<std::string, Tensor> tensors;
  std::optional<std::vector<Lock>> locks;
  std::size_t bytes() const;
};

/// How well it does on one half of the points.
struct Score {
  double loss = 0;
  double accuracy = 0;   // NaN where values are learnt
  double r_squared = 0;  // NaN where classes are
};

/// Not thread-safe.
class Training {
 public:
  /// At step 0. Throws `Error` where the settings make no network or no points.
  explicit Training(std::shared_ptr<const Settings> settings);
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

  /// One step of the optimiser on the next `batch` points of the epoch, or on `examples` of them.
  void step(std::int64_t examples = 0);
  /// Whether the last step's loss was a finite number.
  bool finite() const { return finite_; }

  /// Weights that fit stay where settings change the network. Throws `Error`, nothing changed, where the new
  /// settings make no network.
  void apply(const Change& change);
  /// What takes a change back, asked for before it is applied.
  Change inverse(const Change& change) const;

  Moment moment() const;
  void restore(const Moment& moment);

  const Settings& settings() const { return *settings_; }
  std::shared_ptr<const Settings> shared_settings() const { return settings_; }
  const Network& network() const { return network_; }
  const Points& points() const { return *points_; }
  const Tensor& features(bool train) const { return train ? train_features_ : test_features_; }
  const std::vector<Lock>& locks() const { return locks_; }
  ParameterStore& store() { return *store_; }
  std::int64_t steps() const { return step_; }
  std::int64_t epoch() const { return epoch_; }
  /// Whether no step would change anything any more: a perceptron after an epoch without a mistake, a mean
  /// after its first epoch, neighbours from the beginning.
  bool learnt() const;
  const Tally& tally() const { return tally_; }
  /// The training points that a nearest mean has seen; neighbours are all of them.
  std::span<const std::int64_t> seen() const;
  bool between_epochs() const { return position_ == 0; }
  std::int64_t steps_per_epoch() const;
  double epochs() const;  // with the share of the one at hand
  /// The rate of the next step.
  double rate() const { return rate_; }
  const Score& score(bool train);
  /// What the network says of every point, [n, outputs].
  const Tensor& answers(bool train);
  /// Changes with the network itself, not with its weights.
  std::uint64_t generation() const { return generation_; }

 private:
  /// The feeds of a batch of one size, whose bytes are written anew for each.
  struct Batch {
    Feeds feeds;
    Tensor inputs, targets, lr, l1, l2;
  };
  void adopt(std::shared_ptr<const Settings> settings);
  void make_programs();
  void begin_epoch();
  void learn_by_rule(std::int64_t size);
  void remember_seen();
  void remember_look();
  void begin_tally();
  void set_rate();
  Batch& batch_of(std::int64_t size);
  void hold_locks();
  void drop_lost_locks();
  /// How it does on one half, until something changes.
  struct Look {
    Score score;
    Tensor answers;
  };
  const Look& look(bool train);

  std::shared_ptr<const Settings> settings_;
  Network network_;
  std::shared_ptr<const Points> points_;
  Tensor train_features_, test_features_;
  std::unique_ptr<ParameterStore> store_;
  std::optional<Program> step_program_, score_program_;
  std::optional<Look> train_look_, test_look_;
  void changed() { train_look_.reset(), test_look_.reset(); }
  train::TrainerConfig config_;
  std::map<std::int64_t, Batch> batches_;
  std::vector<std::int64_t> order_;  // of the epoch at hand
  std::vector<Lock> locks_;
  std::int64_t step_ = 0, epoch_ = 0, position_ = 0;
  optim::Plateau plateau_;
  Tally tally_;
  double rate_ = 0;
  bool finite_ = true;
  std::uint64_t generation_ = 0;
};

}  // namespace percept::lab
