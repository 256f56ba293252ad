// The light of an image: brightness, contrast, saturation, hue, noise. Results are held in [0, 1].
#pragma once

#include <optional>

#include "step.hpp"

namespace percept::data::augment {

/// Y = 0.299 R + 0.587 G + 0.114 B (BT.601), as in io/image.hpp; of a grey image the image itself.
float luminance(const Picture& picture, std::int64_t pixel);

/// Each of these is drawn from its range and done in this order, as torchvision's functions of that name do
/// it but for hue.
struct ColourRanges {
  std::optional<Range> brightness;  // x' = f x
  std::optional<Range> contrast;    // x' = m + f (x - m), m the mean luminance of the image
  std::optional<Range> saturation;  // x' = Y + f (x - Y)
  /// In turns: the colour vector (B - Y, R - Y), scaled as in YUV, is rotated and the luminance stays. (In
  /// HSV, as elsewhere, a pure blue that turns yellow would become eight times as bright.)
  std::optional<Range> hue;
};

class Colour : public Step {
 public:
  Colour(std::size_t word, double probability, const ColourRanges& ranges)
      : word_(word), probability_(probability), ranges_(ranges) {}
  void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const override;

 private:
  std::size_t word_;
  double probability_;
  ColourRanges ranges_;
};

}  // namespace percept::data::augment
