// Features of grey images that are made by hand: edges, and histograms of oriented gradients.
#pragma once

#include "percept/tensor/tensor.hpp"

namespace percept::lab {

/// Images f32 [N, C, H, W] as f32 [N, 1, H, W]: of three channels the luminance (BT.601), of other numbers
/// their mean.
Tensor grey_images(const Tensor& images);

/// The magnitude of Sobel's gradient, sqrt(gx^2 + gy^2), of images f32 [N, 1, H, W], whose edge is repeated
/// outside.
Tensor edge_magnitude(const Tensor& images);
/// Its mean over windows of 2 x 2, as rows f32 [N, (H / 2) (W / 2)].
Tensor edge_features(const Tensor& images);

/// Histograms of oriented gradients: Dalal & Triggs 2005, "Histograms of oriented gradients for human
/// detection". Votes are shared between neighbouring orientations, not between neighbouring cells.
struct HogOptions {
  std::int64_t cell = 4;          // its side in pixels; those of no whole cell, right and below, do not vote
  std::int64_t orientations = 9;  // of 180 degrees, without sign: bin k is centred on (k + 1/2) 180 / 9
  std::int64_t block = 2;         // its side in cells; blocks overlap, one begins at every cell
  double clip = 0.2;  // no number of a block is larger, which is then normalised again; 0: L2 alone
};
/// Cells of 4 pixels; of large images such that there are no more than 16 in a row.
HogOptions hog_for(std::int64_t height, std::int64_t width);

/// What each cell's pixels vote: f32 [N, rows of cells, columns of cells, orientations].
Tensor orientation_histograms(const Tensor& images, const HogOptions& options);
/// The histograms of each block, v / sqrt(|v|^2 + 1e-10): f32 [N, blocks * block^2 * orientations]. An empty
/// block stays zero.
Tensor hog_features(const Tensor& images, const HogOptions& options);

}  // namespace percept::lab
