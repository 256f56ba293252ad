// The line over which a training hands out its weights: `weights` of docs/reference/control.md.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "percept/lab/weight_timeline.hpp"
#include "percept/runtime/parameter_store.hpp"
#include "percept/train/control_client.hpp"

namespace percept::lab {

/// Not thread-safe; never waits. Asks again when the last answer has come, at most ten times a second, and
/// the more seldom the longer an answer takes.
class WeightLine {
 public:
  using Clock = std::chrono::steady_clock;

  /// Null where nobody listens.
  static std::unique_ptr<WeightLine> open(const std::filesystem::path& folder);

  /// Newer weights for the network of `store`, where they have come: all of it, each of its type and shape.
  /// Throws `Error` where the training does not give them.
  std::optional<WeightTimeline::Snapshot> look(const ParameterStore& store);
  bool over() const { return over_; }

 private:
  explicit WeightLine(train::ControlClient client) : client_(std::move(client)) {}

  train::ControlClient client_;
  bool over_ = false, asked_ = false;
  Clock::time_point asked_at_{}, next_{};
  std::int64_t step_ = -1;
};

}  // namespace percept::lab
