// What augmentation is made of: steps that change one image in place.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "percept/base/random.hpp"

namespace percept::data::augment {

/// The first field of one example: `channels` planes of height x width numbers. What is no image is one row
/// of numbers of any size.
struct Picture {
  float* values;
  std::int64_t channels, height, width;
  bool image = true;

  std::int64_t pixels() const { return height * width; }
  std::int64_t size() const { return channels * pixels(); }
  float* plane(std::int64_t channel) const { return values + channel * pixels(); }
};

/// From `low` to `high`; one number where they are equal.
struct Range {
  double low, high;
};

/// The draws of one word for one example, one after the other.
class Draws {
 public:
  Draws(const RandomStream& stream, std::uint64_t example) : stream_(stream), next_(example << 32) {}

  double uniform() { return stream_.uniform(next_++); }
  double uniform(const Range& range) { return range.low + (range.high - range.low) * uniform(); }
  bool happens(double probability) { return probability >= 1 || uniform() < probability; }
  std::uint32_t below(std::uint32_t n) { return stream_.below(next_++, n); }
  /// low to high, both included.
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return low + std::int64_t(below(std::uint32_t(high - low + 1)));
  }
  double normal();
  /// A key for `philox`, where thousands of numbers are drawn at once.
  std::array<std::uint32_t, 2> key() { return {stream_.bits(next_++), stream_.bits(next_++)}; }

 private:
  RandomStream stream_;
  std::uint64_t next_;
};

/// Which example is changed, and when.
struct Occasion {
  std::span<const RandomStream> streams;  // of each word
  std::uint64_t example;
  std::int64_t epoch;

  Draws draws(std::size_t word) const { return {streams[word], example}; }
};

/// The four pixels of a plane between which a pixel lies, with their weights.
struct Corners {
  std::int32_t at[4];
  float weight[4];
};

/// Buffers that are kept from image to image.
struct Workspace {
  std::vector<float> copy;    // of the image
  std::vector<float> field;   // a number or two for each pixel
  std::vector<float> padded;  // a plane with a border; a row
  std::vector<float> kernel;
  std::vector<Corners> corners;  // of a row
};

/// Thread safety: `apply` may be called from several threads, each with a workspace of its own.
class Step {
 public:
  virtual ~Step() = default;
  virtual void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const = 0;
};

/// out_i uniform in [-1, 1), and standard normal.
void fill_uniform(std::array<std::uint32_t, 2> key, std::span<float> out);
void fill_normal(std::array<std::uint32_t, 2> key, std::span<float> out);

}  // namespace percept::data::augment
