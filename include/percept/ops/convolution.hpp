// Convolution (cross-correlation, as every framework calls it) of signals, images and volumes, its gradients,
// and convolution written as a matrix.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct Conv2dOptions {
  Extent2d stride = 1;
  Padding2d padding = 0;
  Extent2d dilation = 1;
  std::int64_t groups = 1;
  template <class V>
  void fields(V& v) {
    v("stride", stride, "step between windows: height, width");
    v("padding", padding, "zeros added around: top, left, bottom, right");
    v("dilation", dilation, "step between the taps of the kernel: height, width");
    v("groups", groups, "channels are split in this many groups that do not see each other");
  }
};
/// y[n,o,i,j] = b[o] + sum_{c,k,l} x[n, c, i*s+k*d-p, j*s+l*d-p] w[o,c,k,l]
/// input [N, C, H, W], weight [out, C/groups, h, w], bias [out] (may be absent).
Value conv2d(Value input, Value weight, Value bias = {}, Conv2dOptions options = {},
             Location at = Location::current());

/// The shape that conv2d gives for an input and a weight that fit.
Shape conv2d_shape(const Shape& input, const Shape& weight, const Conv2dOptions& options);

struct Conv2dBackwardOptions {
  Shape shape;
  Conv2dOptions conv;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "shape of the gradient: that of the input, or of the weight");
    conv.fields(v);
  }
};
/// dL/dx of conv2d from dL/dy: also the transposed convolution. `shape` is x's.
Value conv2d_backward_input(Value grad, Value weight, Conv2dBackwardOptions options,
                            Location at = Location::current());
/// dL/dw of conv2d from dL/dy and x. `shape` is w's.
Value conv2d_backward_weight(Value grad, Value input, Conv2dBackwardOptions options,
                             Location at = Location::current());

struct Conv1dOptions {
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  std::int64_t dilation = 1;
  std::int64_t groups = 1;
  bool causal = false;
  template <class V>
  void fields(V& v) {
    v("stride", stride, "step between windows");
    v("padding", padding, "zeros added at both ends");
    v("dilation", dilation, "step between the taps of the kernel");
    v("groups", groups, "channels are split in this many groups that do not see each other");
    v("causal", causal, "pad in front only, so that no output sees an input after its own place");
  }
};
/// Signals: input [N, C, L], weight [out, C/groups, K], bias [out] (may be absent). A conv2d of height 1.
/// Causal as in WaveNet (van den Oord et al. 2016): with stride 1 the length stays.
Value conv1d(Value input, Value weight, Value bias = {}, Conv1dOptions options = {},
             Location at = Location::current());

/// Three sizes, depth, height and width; one number means all.
struct Extent3d {
  std::int64_t d = 0, h = 0, w = 0;
  constexpr Extent3d(std::int64_t all = 0) : d(all), h(all), w(all) {}
  constexpr Extent3d(std::int64_t d, std::int64_t h, std::int64_t w) : d(d), h(h), w(w) {}
  bool operator==(const Extent3d&) const = default;
};
struct Conv3dOptions {
  Extent3d stride = 1;
  Extent3d padding = 0;
  Extent3d dilation = 1;
  std::int64_t groups = 1;
};
/// Volumes: input [N, C, D, H, W], weight [out, C/groups, d, h, w], bias [out] (may be absent). The sum over
/// the kernel's depth of conv2d of the volume's slices.
Value conv3d(Value input, Value weight, Value bias = {}, Conv3dOptions options = {},
             Location at = Location::current());

struct ConvTranspose2dOptions {
  Extent2d stride = 1;
  Extent2d padding = 0;
  Extent2d output_padding = 0;
  Extent2d dilation = 1;
  std::int64_t groups = 1;
};
/// The gradient of a convolution used forwards: each input element is spread over a window of the output.
/// Input [N, C, H, W], weight [C, out/groups, h, w], bias [out] (may be absent); the output's height is (H -
/// 1) stride - 2 padding + dilation (h - 1) + output_padding + 1. Zeiler et al. 2010; Dumoulin & Visin 2016,
/// section 4.
Value conv2d_transpose(Value input, Value weight, Value bias = {}, ConvTranspose2dOptions options = {},
                       Location at = Location::current());
struct ConvTranspose1dOptions {
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  std::int64_t output_padding = 0;
  std::int64_t dilation = 1;
  std::int64_t groups = 1;
};
/// The same of signals: input [N, C, L], weight [C, out/groups, K].
Value conv1d_transpose(Value input, Value weight, Value bias = {}, ConvTranspose1dOptions options = {},
                       Location at = Location::current());
struct ConvTranspose3dOptions {
  Extent3d stride = 1;
  Extent3d padding = 0;
  Extent3d output_padding = 0;
  Extent3d dilation = 1;
  std::int64_t groups = 1;
};
/// The same of volumes: input [N, C, D, H, W], weight [C, out/groups, d, h, w].
Value conv3d_transpose(Value input, Value weight, Value bias = {}, ConvTranspose3dOptions options = {},
                       Location at = Location::current());

/// The windows of an image as columns: [N, C, H, W] to [N, C h w, H' W'], one window of `kernel` a column;
/// conv2d is then the product of the weight, as a matrix [out, C h w], with it. PyTorch's unfold.
Value im2col(Value x, Extent2d kernel, Conv2dOptions options = {}, Location at = Location::current());
/// The gradient of im2col: columns added up where they overlap, to [N, C, size.h, size.w]. PyTorch's fold.
Value col2im(Value columns, Extent2d size, Extent2d kernel, Conv2dOptions options = {},
             Location at = Location::current());
/// The matrix T with conv2d(x) = T x, for images [C, H, W] read row by row: [out H' W', C H W]. Each row
/// holds the kernel at its window and zeros elsewhere: a doubly blocked Toeplitz matrix where stride is 1.
Value conv2d_matrix(Value weight, Extent2d size, Conv2dOptions options = {},
                    Location at = Location::current());

}  // namespace percept
