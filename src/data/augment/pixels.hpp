// Noise, blur and cutout.
#pragma once

#include "step.hpp"

namespace percept::data::augment {

/// A length in pixels, or a share of the image's side.
struct Length {
  double value;
  bool share;

  /// In whole pixels, of a side of so many.
  std::int64_t of(std::int64_t side) const;
};

/// x' = x + N(0, deviation^2), every number by itself; an image is held in [0, 1].
class Noise : public Step {
 public:
  Noise(std::size_t word, double probability, Range deviation)
      : word_(word), probability_(probability), deviation_(deviation) {}
  void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const override;

 private:
  std::size_t word_;
  double probability_;
  Range deviation_;
};

/// Smoothed with a Gaussian, its border repeated.
class Blur : public Step {
 public:
  Blur(std::size_t word, double probability, Range sigma)
      : word_(word), probability_(probability), sigma_(sigma) {}
  void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const override;

 private:
  std::size_t word_;
  double probability_;
  Range sigma_;
};

/// A square of one value, its middle anywhere in the image: at the border less of it is seen (DeVries and
/// Taylor 2017).
class Cutout : public Step {
 public:
  Cutout(std::size_t word, double probability, Length side, float value)
      : word_(word), probability_(probability), side_(side), value_(value) {}
  void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const override;

 private:
  std::size_t word_;
  double probability_;
  Length side_;
  float value_;
};

}  // namespace percept::data::augment
