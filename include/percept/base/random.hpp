// Counter-based randomness: a draw is a function of (seed, path, step, index) and of nothing else, so neither
// the order of the calls nor the number of threads can change it.
//
// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace percept {

/// The Philox4x32-10 block function: 128 bits of counter and 64 bits of key to 128 random bits.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// FNV-1a, 64 bits: a stable number for a name.
std::uint64_t hash_of(std::string_view text);

/// A random stream, addressed by index. Copy it freely: it holds no state that changes.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view path, std::uint64_t step = 0);
  RandomStream(std::uint64_t seed, std::uint64_t path_hash, std::uint64_t step);

  std::uint32_t bits(std::uint64_t index) const;
  /// What Philox takes beside the number of a block of four draws: the key, and the last half of the counter.
  const std::array<std::uint32_t, 2>& key() const { return key_; }
  const std::array<std::uint32_t, 2>& step() const { return step_; }
  /// Uniform in [0, 1), 24 bits.
  float uniform(std::uint64_t index) const { return float(bits(index) >> 8) * 0x1p-24f; }
  /// Standard normal by Box-Muller; draws 2k and 2k+1 share one pair of uniforms.
  float normal(std::uint64_t index) const;
  /// Uniform in [0, n), without bias worth a name for n < 2^31; requires n > 0.
  std::uint32_t below(std::uint64_t index, std::uint32_t n) const {
    return std::uint32_t((std::uint64_t(bits(index)) * n) >> 32);
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> step_;
};

/// The draws of a stream one after the other, for code that takes as many as it needs.
class RandomSequence {
 public:
  explicit RandomSequence(RandomStream stream) : stream_(stream) {}
  float uniform() { return stream_.uniform(next_++); }
  float uniform(float low, float high) { return low + (high - low) * uniform(); }
  float normal() {
    next_ += next_ & 1;
    float draw = stream_.normal(next_);
    next_ += 2;
    return draw;
  }
  float normal(float mean, float deviation) { return mean + deviation * normal(); }
  std::uint32_t below(std::uint32_t n) { return stream_.below(next_++, n); }

 private:
  RandomStream stream_;
  std::uint64_t next_ = 0;
};

}  // namespace percept
