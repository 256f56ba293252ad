// What the pooling ops have in common.
#pragma once

#include "percept/ops/pooling.hpp"
#include "rules.hpp"

namespace percept {

/// The options with a stride of 0 replaced by the window's size.
template <class Options>
Options with_stride(Options o) {
  if (o.stride.h == 0) o.stride.h = o.kernel.h;
  if (o.stride.w == 0) o.stride.w = o.kernel.w;
  return o;
}

/// The shape of [N, C, H, W] after pooling.
template <class Options>
Shape pooled(const Shape& x, const Options& options) {
  Options o = with_stride(options);
  return {x[0], x[1], windows(x[2], o.padding.top, o.padding.bottom, o.kernel.h, o.stride.h),
          windows(x[3], o.padding.left, o.padding.right, o.kernel.w, o.stride.w)};
}

/// The shape rule of max and average pooling: gives the pooled shape where all is well.
template <class Options>
std::optional<Shape> require_pool(ShapeContext& c, const Options& o) {
  c.require_float(0);
  if (!c.require_rank(0, 4)) return std::nullopt;
  bool positive = c.require(o.kernel.h >= 1 && o.kernel.w >= 1 && o.stride.h >= 0 && o.stride.w >= 0,
                            "ops.pool2d.positive");
  // A window wholly in the border would have no largest element.
  bool narrow = c.require(o.padding.top < o.kernel.h && o.padding.bottom < o.kernel.h &&
                              o.padding.left < o.kernel.w && o.padding.right < o.kernel.w,
                          "ops.pool2d.padding");
  if (!positive || !narrow) return std::nullopt;
  const Shape& x = c.shape(0);
  Shape out = pooled(x, o);
  if (!c.require(out[2] > 0 && out[3] > 0, "ops.window",
                 {{"kernel", to_string(Shape{o.kernel.h, o.kernel.w})},
                  {"image", to_string(Shape{x[2] + o.padding.top + o.padding.bottom,
                                            x[3] + o.padding.left + o.padding.right})}}))
    c.hint("ops.window.hint");
  return out;
}

}  // namespace percept
