#include "percept/lab/run_curve.hpp"

#include <algorithm>
#include <cmath>

namespace percept::lab {
namespace {

constexpr std::size_t kMostCurves = 48, kLongestName = 100;

}  // namespace

void RunCurve::add(std::int64_t step, double value) {
  if (!std::isfinite(value) || step < 0 || (!buckets_.empty() && step < buckets_.back().step)) return;
  last_ = value;
  if (!buckets_.empty() && buckets_.back().step / width_ == step / width_) {
    Bucket& bucket = buckets_.back();
    bucket = {step, bucket.count + 1, bucket.sum + value, std::min(bucket.least, value),
              std::max(bucket.most, value)};
    return;
  }
  buckets_.push_back({step, 1, value, value, value});
  while (buckets_.size() > most_) halve();
}

void RunCurve::halve() {
  width_ *= 2;
  ++generation_;
  std::vector<Bucket> merged;
  for (const Bucket& each : buckets_) {
    if (merged.empty() || merged.back().step / width_ != each.step / width_) {
      merged.push_back(each);
      continue;
    }
    Bucket& to = merged.back();
    to = {each.step, to.count + each.count, to.sum + each.sum, std::min(to.least, each.least),
          std::max(to.most, each.most)};
  }
  buckets_ = std::move(merged);
}

RunCurve* find_curve(std::vector<RunCurve>& curves, const std::string& split, const std::string& figure,
                     std::size_t most_points) {
  std::string name = (split + "/" + figure).substr(0, kLongestName);
  auto found = std::find_if(curves.begin(), curves.end(), [&](auto& each) { return each.name() == name; });
  if (found != curves.end()) return &*found;
  return curves.size() < kMostCurves ? &curves.emplace_back(name, most_points) : nullptr;
}

}  // namespace percept::lab
