// Convolution of images (cross-correlation, as every framework calls it) and its two gradients.
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

}  // namespace percept
