// What conv2d, its gradients and fused_conv2d have in common.
#pragma once

#include "percept/ops/convolution.hpp"
#include "rules.hpp"

namespace percept {

/// The shape that conv2d gives for the inputs 0 to 2; says what is wrong with them.
std::optional<Shape> require_conv2d(ShapeContext& c, const Conv2dOptions& o);

/// Whether a convolution of an image of shape x with weights of shape w gives shape y.
inline bool conv2d_gives(const Shape& x, const Shape& w, const Shape& y, const Conv2dOptions& o) {
  return x.rank() == 4 && w.rank() == 4 && y.rank() == 4 && o.groups >= 1 && x[0] == y[0] && w[0] == y[1] &&
         x[1] == w[1] * o.groups && w[0] % o.groups == 0 &&
         y[2] == windows(x[2], o.padding.top, o.padding.bottom, w[2], o.stride.h, o.dilation.h) &&
         y[3] == windows(x[3], o.padding.left, o.padding.right, w[3], o.stride.w, o.dilation.w);
}

}  // namespace percept
