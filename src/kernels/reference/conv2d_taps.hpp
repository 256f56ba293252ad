// The loop nest of convolution, written once: it visits every product x * w -> y.
#pragma once

#include "percept/ops/convolution.hpp"
#include "reference.hpp"

namespace percept {

/// Calls f(x index, w index, y index) for every n, o, i, j, c, k, l whose input place lies inside the image.
template <class F>
void each_conv2d_tap(const Shape& x, const Shape& w, const Shape& y, const Conv2dOptions& o, F&& f) {
  std::int64_t group_in = w[1], group_out = w[0] / o.groups;
  for (std::int64_t n = 0; n < y[0]; ++n)
    for (std::int64_t oc = 0; oc < y[1]; ++oc)
      for (std::int64_t i = 0; i < y[2]; ++i)
        for (std::int64_t j = 0; j < y[3]; ++j)
          for (std::int64_t c = 0; c < group_in; ++c)
            for (std::int64_t k = 0; k < w[2]; ++k)
              for (std::int64_t l = 0; l < w[3]; ++l) {
                std::int64_t u = i * o.stride.h + k * o.dilation.h - o.padding.top;
                std::int64_t v = j * o.stride.w + l * o.dilation.w - o.padding.left;
                if (u < 0 || u >= x[2] || v < 0 || v >= x[3]) continue;
                std::int64_t channel = oc / group_out * group_in + c;
                f(((n * x[1] + channel) * x[2] + u) * x[3] + v, ((oc * group_in + c) * w[2] + k) * w[3] + l,
                  ((n * y[1] + oc) * y[2] + i) * y[3] + j);
              }
}

}  // namespace percept
