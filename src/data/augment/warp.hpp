// Everything that moves pixels: shift, rotate, scale, shear, flip and crop, which are affine maps, and after
// them elastic deformation. Successive ones are composed and the image is resampled once, bilinearly:
//
//   out(p) = image(A p + t + elastic displacement), p counted from the middle of the image
//
// Where A p + t meets the grid of pixels (flips and shifts alone), pixels are moved and not interpolated.
#pragma once

#include <functional>
#include <optional>

#include "step.hpp"

namespace percept::data::augment {

/// What lies beyond the border of an image: black, the nearest pixel, or the image mirrored at its last
/// pixel.
enum class Fill { zeros, replicate, reflect };

/// Where a pixel of the result comes from: (xx x + xy y + x0, yx x + yy y + y0), y pointing down, both
/// counted from the middle of the image.
struct Affine {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;

  /// This map of what `inner` gives.
  Affine of(const Affine& inner) const;
};

struct Extent {
  std::int64_t height, width;
};

/// The place from which each pixel comes, of one word.
using Move = std::function<Affine(Draws& draws, const Extent& size, std::int64_t epoch)>;

/// Resamples `picture`, whose numbers are first copied into the workspace. `displacement`, where there is
/// one, holds so many pixels to the right for each pixel, and then as many downward.
void resample(const Picture& picture, const Affine& from, const float* displacement, Fill fill,
              Workspace& workspace);

/// Displacements: uniform in [-1, 1), smoothed by the kernel with zeros beyond the border, times alpha
/// (Simard et al. 2003). Two for each pixel, in workspace.field.
void draw_displacement(Draws& draws, double alpha, std::span<const float> kernel, const Extent& size,
                       Workspace& workspace);

class Warp : public Step {
 public:
  /// Whether a word with this fill (none: it never looks beyond the border) can be composed with the others.
  bool takes(std::optional<Fill> fill) const;
  void add(std::size_t word, std::optional<Fill> fill, double probability, Move move);
  /// The last: nothing can follow in the same resampling.
  void add_elastic(std::size_t word, Fill fill, double probability, double alpha, double sigma);
  void apply(const Picture& picture, const Occasion& occasion, Workspace& workspace) const override;

 private:
  struct Part {
    std::size_t word;
    double probability;
    Move move;
  };
  struct Elastic {
    std::size_t word;
    double probability, alpha;
    std::vector<float> kernel;
  };
  std::vector<Part> parts_;
  std::optional<Elastic> elastic_;
  std::optional<Fill> fill_;
};

}  // namespace percept::data::augment
