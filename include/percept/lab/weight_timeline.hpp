// The weights that a training had, at steps spread evenly over the time it was watched.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// By the parameters' paths.
using Weights = std::map<std::string, Tensor>;

std::size_t bytes_of(const Weights& weights);

/// Holds at most so many snapshots and bytes, however long one watches: when it is full every second one
/// goes, and from then on every second one that comes is passed over. Weights so large that there is no room
/// for two are not kept. Not thread-safe.
class WeightTimeline {
 public:
  struct Snapshot {
    std::int64_t step = 0;
    Weights weights;
  };

  explicit WeightTimeline(std::size_t most = 100, std::size_t most_bytes = 64 << 20)
      : most_(most), most_bytes_(most_bytes) {}

  /// Steps grow; where one is smaller, the training has begun again from there, and what came after is
  /// forgotten. The weights are not copied.
  void add(std::int64_t step, const Weights& weights);
  const std::vector<Snapshot>& snapshots() const { return snapshots_; }
  /// The last one not after `step`, or the first of all; null where there is none.
  const Snapshot* at(std::int64_t step) const;

 private:
  std::size_t most_, most_bytes_;
  std::vector<Snapshot> snapshots_;
  std::size_t stride_ = 1, passed_ = 0;  // every so many is kept; how many have come since the last that was
};

}  // namespace percept::lab
