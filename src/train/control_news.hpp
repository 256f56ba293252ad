// What a training has done since those who watch it were told last.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "percept/train/event.hpp"

namespace percept::train {

/// Filled by the training thread, which never waits for it; emptied by another. What is not fetched in time
/// is lost, the oldest first.
class ControlNews {
 public:
  /// A step or an epoch that has ended; other events are none.
  void add(const Event& event);
  /// As a line that says {"watch": ...}, empty where there is nothing new.
  std::string take();
  /// Forgets what nobody was told.
  void clear();

  struct Step {
    StepFinished step;
    double time = 0;  // of day, seconds since 1970
  };
  struct Epoch {
    std::int64_t step = 0, epoch = 0;
    std::string split;
    Score score;
    bool best = false;
    double seconds = 0;
  };

 private:
  struct Items {
    std::vector<Step> steps;
    std::vector<Epoch> epochs;
  };
  static void append(Items& to, Items&& from);

  Items own_;  // the training thread's: what could not be handed over yet
  std::mutex mutex_;
  Items shared_;  // guarded by the mutex
};

}  // namespace percept::train
