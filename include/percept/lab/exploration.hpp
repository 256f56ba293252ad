// Many trainings of one playground's settings at once, each on a thread of its own: the seed lottery and the
// sweep.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "percept/lab/playground.hpp"

namespace percept::lab {

/// What is tried: settings that differ by what stands in `changes`, JSON values by path.
struct ExplorationPlan {
  Settings settings;
  std::string kind = "lottery";
  std::int64_t seeds = 64;     // of each; 1 to 256, beginning with that of the settings
  std::int64_t epochs = 1000;  // at most
  double solve = 0.05;         // a test loss below which a training is done
  std::string rows, columns;   // settings, by path; empty: none
  std::vector<JsonValue> row_values, column_values;
};

/// Runs from its making to its end. Thread-safe.
class Exploration {
 public:
  /// Throws `Error` where the plan makes no sense. `changed` is called, from other threads, when there are
  /// new results.
  Exploration(ExplorationPlan plan, std::function<void()> changed);
  /// Cancels, and waits.
  ~Exploration();
  void cancel() { stop_ = true; }
  bool done() const;

  Explored explored() const;
  /// The settings of a result. Throws `Error` where there is none.
  Settings settings_of(std::int64_t result) const;

 private:
  void work();
  void train(ExploredRun& run) const;
  Settings settings_at(std::size_t row, std::size_t column) const;
  Settings settings_of(const ExploredRun& run) const;

  ExplorationPlan plan_;
  std::function<void()> changed_;
  std::vector<ExploredRun> jobs_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  mutable std::mutex mutex_;
  Explored explored_;                  // guarded by the mutex
  std::vector<std::size_t> finished_;  // the job of each result
  std::vector<std::thread> threads_;
};

}  // namespace percept::lab
