// The weights of a training that runs, by its control socket.
#pragma once

#include <atomic>
#include <chrono>
#include <map>

#include "percept/tensor/tensor.hpp"
#include "percept/train/control_client.hpp"

namespace percept::lab {

struct RunWeights {
  std::int64_t step = 0;
  std::map<std::string, Tensor> tensors;
};

/// What the command `weights` answered: see docs/reference/control.md.
Result<RunWeights> parse_run_weights(const std::string& line);

/// Waits for answers: for a thread of its own. Not thread-safe.
class WeightsLine {
 public:
  /// A problem where no training listens.
  static Result<WeightsLine> open(const std::filesystem::path& folder);
  /// All parameters after the step at hand. A problem where the training ends, refuses, or takes longer than
  /// `patience`, and where `stop` turns true.
  Result<RunWeights> ask(const std::atomic<bool>& stop,
                         std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  explicit WeightsLine(train::ControlClient client) : client_(std::move(client)) {}
  train::ControlClient client_;
};

}  // namespace percept::lab
