// Winograd's algorithm for convolutions of 3 x 3 taps with stride 1, F(4x4, 3x3) (Winograd 1980; Lavin & Gray
// 2016), on images in blocks of channels:
//
//   y = A^T [(G w G^T) o (B^T x B)] A
//
// for a tile y of 4 x 4 outputs, the window x of 6 x 6 inputs that it sees and the taps w. The product o is
// element by element, summed over the input's channels. So, for all tiles together, it is 36 products of
// matrices, tiles x channels by channels x outputs: 36 multiplications where the definition takes 144. An
// element of the 36 is called a point, as it is the value of a polynomial at one.
//
// The gradient of x is such a convolution of the gradient g of y, with the taps turned round and their
// channels exchanged. The gradient of w is the transpose of the map from w to y:
//
//   dw = G^T [sum over the tiles of (B^T x B) o (A g A^T)] G
#pragma once

#include <array>

#include "percept/kernels/kernel.hpp"

namespace percept::native {

inline constexpr std::int64_t kTile = 4, kTaps = 3, kWindow = kTile + kTaps - 1;
inline constexpr std::int64_t kPoints = kWindow * kWindow;

/// The tiles of images of `groups` blocks of channels, tile t being number t % (rows * columns) of image
/// t / (rows * columns). Its first place is `top`, `left` of the tile's: what lies outside the image is zero.
struct WinogradTiles {
  std::int64_t groups, height, width;  // of the images
  std::int64_t rows, columns;          // tiles of an image
  std::int64_t top = 0, left = 0;
};

/// The 36 points of some tiles: point p of tile t and channel c stands at
/// p * point + c / block * group + t * block + c % block. `group` is the same for images and gradients,
/// `point` depends on the channels.
struct WinogradPoints {
  float* at;
  std::int64_t point, group;
};

/// What happens to the outputs before they are stored: y + bias (+ residual, which lies as y does) (held at
/// least at 0). The bias is of whole blocks of channels.
struct WinogradEpilogue {
  const float* bias;
  const float* residual = nullptr;
  bool relu = false;
};

/// The steps of the algorithm, in the instructions of this processor. They take `count` tiles of one block of
/// channels, `group`, from tile `first` of the images on, which are the points' tiles from `place` on.
struct WinogradSteps {
  std::int64_t block;    // channels of a block
  std::int64_t columns;  // outputs that the products take together
  std::int64_t rows;     // channels of the image that products for the gradient of w take together

  /// B^T x B
  void (*image)(const WinogradTiles&, std::int64_t group, std::int64_t first, std::int64_t count,
                const float* x, WinogradPoints, std::int64_t place);
  /// A g A^T
  void (*gradient)(const WinogradTiles&, std::int64_t group, std::int64_t first, std::int64_t count,
                   const float* g, WinogradPoints, std::int64_t place);
  /// y = A^T m A
  void (*outputs)(const WinogradTiles&, std::int64_t group, std::int64_t first, std::int64_t count,
                  WinogradPoints, std::int64_t place, const WinogradEpilogue&, float* y);
  /// G w G^T of the taps from one channel to a block of outputs, [tap][output], to points at [p][output].
  void (*taps)(const float* w, float* points, std::int64_t point);
  /// dw = G^T m G, from points at [p][output] to [tap][output].
  void (*taps_gradient)(const float* points, std::int64_t point, float* dw);

  /// m[t][o] = sum over c of x[t][c] w[c][o] for one point: `tiles` tiles, `channels` channels and `outputs`
  /// outputs, at most `columns`. Blocks of w stand `w_group` apart, those of x and m `group`.
  void (*multiply)(std::int64_t tiles, std::int64_t channels, std::int64_t outputs, const float* x,
                   std::int64_t group, const float* w, std::int64_t w_group, float* m);
  /// m[c][o] += sum over t of x[t][c] g[t][o] for one point, `rows` channels; not added to m but set if
  /// `fresh`.
  void (*correlate)(std::int64_t tiles, std::int64_t outputs, const float* x, const float* g,
                    std::int64_t group, float* m, std::int64_t m_group, bool fresh);
};
const WinogradSteps& winograd_steps();

/// The transformed weights, of channels `in` to channels `out`: [point][block of outputs][channel][output],
/// channels filled up to whole blocks with zeros. `turned`: for the gradient of the input, whose channels are
/// the outputs of the weights.
class WinogradWeights final : public LayoutSpec {
 public:
  WinogradWeights(const Shape& weight, bool turned);
  bool same(const LayoutSpec& other) const override;
  std::string name() const override { return turned_ ? "winograd turned" : "winograd"; }
  std::size_t bytes() const override { return std::size_t(kPoints * point()) * sizeof(float); }
  std::int64_t channel_block() const override { return 0; }
  std::unique_ptr<Kernel> from_plain() const override;

  std::int64_t group() const;  // from one block of outputs to the next
  std::int64_t point() const;  // from one point to the next

 private:
  class Transform;
  Shape weight_;
  bool turned_;
  std::int64_t in_, out_;
};

}  // namespace percept::native
