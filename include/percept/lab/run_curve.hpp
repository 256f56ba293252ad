// One figure of a run over its steps, in a space that does not grow with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace percept::lab {

/// A figure by step. Up to `most` of them stand there as they are; with more, neighbouring steps share a
/// bucket that keeps their mean, least and greatest value, so that no peak is lost.
class RunCurve {
 public:
  static constexpr std::size_t kMostPoints = 2048;
  struct Bucket {
    std::int64_t step = 0;  // the last in it
    std::int64_t count = 0;
    double sum = 0, least = 0, most = 0;
    double mean() const { return sum / double(count); }
  };

  explicit RunCurve(std::string name, std::size_t most = kMostPoints) : name_(std::move(name)), most_(most) {}
  /// Steps come in order; one that does not, or a value that is no finite number, is left out.
  void add(std::int64_t step, double value);

  const std::string& name() const { return name_; }  // "train/loss"
  const std::vector<Bucket>& buckets() const { return buckets_; }
  std::int64_t width() const { return width_; }  // steps of a bucket
  /// Changes with every halving: buckets told before are no longer those.
  std::uint64_t generation() const { return generation_; }
  double last() const { return last_; }

 private:
  void halve();

  std::string name_;
  std::size_t most_;
  std::vector<Bucket> buckets_;
  std::int64_t width_ = 1;
  std::uint64_t generation_ = 0;
  double last_ = 0;
};

/// The curve SPLIT/FIGURE, which is made where there is none yet. Null where there are too many of them.
RunCurve* find_curve(std::vector<RunCurve>& curves, const std::string& split, const std::string& figure,
                     std::size_t most_points = RunCurve::kMostPoints);

}  // namespace percept::lab
