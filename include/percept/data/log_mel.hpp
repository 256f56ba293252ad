// Sound as a picture: how loud it is (upward) at each pitch and time, on scales near to those of the ear.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace percept::data {

/// Frames of 25 ms, one every 10 ms, each under a periodic Hann window w_k = (1 - cos(2 pi k / n)) / 2,
/// filled up with zeros to a power of two and transformed: P_b = |2 X_b / sum_k w_k|^2, so that a full-scale
/// tone at the middle of bin b gives 1. Band m sums P_b by a triangle of height 1 between its neighbours'
/// middles; the middles lie evenly, from 0 to half the rate, on HTK's scale mel(f) = 2595 log10(1 + f / 700).
/// The value is 1 + 10 log10(sum) / 80, cut off at 0 and 1: the 80 decibels below full scale.
///
/// Row 0 is the lowest band. Thread safety: `apply` may be called from several threads at once.
class LogMel {
 public:
  /// Throws `Error` where a band would be narrower than the spectrum is fine.
  LogMel(int rate, int bands);
  ~LogMel();
  LogMel(LogMel&&) noexcept;
  LogMel& operator=(LogMel&&) noexcept;

  int bands() const;
  /// Frames in so many samples, and the fewest samples that hold so many frames. At least one: what is
  /// shorter than a frame is filled up with zeros.
  std::int64_t frames(std::int64_t samples) const;
  std::int64_t samples(std::int64_t frames) const;
  /// Writes [bands, frames(samples.size())] to `image`, row by row.
  void apply(std::span<const float> samples, std::span<float> image) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace percept::data
