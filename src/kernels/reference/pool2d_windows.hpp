// The loop nest of pooling, written once: every window of every plane, and the places in it.
#pragma once

#include "percept/ops/pooling.hpp"
#include "reference.hpp"

namespace percept {

/// Calls f(plane, y index, window) for every output; window(g) calls g(place in the H x W plane) for every
/// place of the window that lies inside the image, row by row.
template <class Options, class F>
void each_pool2d_window(const Shape& x, const Shape& y, const Options& o, F&& f) {
  std::int64_t stride_h = o.stride.h ? o.stride.h : o.kernel.h,
               stride_w = o.stride.w ? o.stride.w : o.kernel.w;
  for (std::int64_t plane = 0; plane < y[0] * y[1]; ++plane)
    for (std::int64_t i = 0; i < y[2]; ++i)
      for (std::int64_t j = 0; j < y[3]; ++j) {
        auto window = [&](auto&& g) {
          for (std::int64_t k = 0; k < o.kernel.h; ++k)
            for (std::int64_t l = 0; l < o.kernel.w; ++l) {
              std::int64_t u = i * stride_h + k - o.padding.top, v = j * stride_w + l - o.padding.left;
              if (u >= 0 && u < x[2] && v >= 0 && v < x[3]) g(u * x[3] + v);
            }
        };
        f(plane, (plane * y[2] + i) * y[3] + j, window);
      }
}

}  // namespace percept
