#include "percept/lab/weight_timeline.hpp"

#include <algorithm>

namespace percept::lab {

std::size_t bytes_of(const Weights& weights) {
  std::size_t bytes = 0;
  for (const auto& [path, tensor] : weights) bytes += tensor.bytes();
  return bytes;
}

void WeightTimeline::add(std::int64_t step, const Weights& weights) {
  std::erase_if(snapshots_, [&](const Snapshot& each) { return each.step > step; });
  if (snapshots_.empty()) stride_ = 1, passed_ = 0;
  if (!snapshots_.empty() && (snapshots_.back().step == step || ++passed_ < stride_)) return;
  std::size_t room = std::min(most_, most_bytes_ / std::max<std::size_t>(bytes_of(weights), 1));
  if (room < 2) return;
  passed_ = 0;
  if (snapshots_.size() >= room) {
    for (std::size_t i = 0; 2 * i < snapshots_.size(); ++i)
      if (i > 0) snapshots_[i] = std::move(snapshots_[2 * i]);
    snapshots_.resize((snapshots_.size() + 1) / 2);
    stride_ *= 2;
  }
  snapshots_.push_back({step, weights});
}

const WeightTimeline::Snapshot* WeightTimeline::at(std::int64_t step) const {
  if (snapshots_.empty()) return nullptr;
  auto after = std::find_if(snapshots_.begin(), snapshots_.end(),
                            [&](const Snapshot& each) { return each.step > step; });
  return after == snapshots_.begin() ? &snapshots_.front() : &*std::prev(after);
}

}  // namespace percept::lab
