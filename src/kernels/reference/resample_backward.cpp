// x'[a,j,b] = sum_i R[i,j] g[a,i,b]
#include <algorithm>

#include "percept/ops/resampling.hpp"
#include "reference.hpp"

namespace percept {

void reference_resample_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<ResampleBackwardOptions>();
  AlongAxis from(in[0].shape, o.forward.axis), to(out[0].shape, o.forward.axis);
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    for (std::int64_t i = 0; i < from.size; ++i)
      for (const ResampleTap& tap : resample_taps(o.forward, to.size, i))
        for (std::int64_t a = 0; a < to.outer; ++a)
          for (std::int64_t b = 0; b < to.inner; ++b)
            out[0].as<T>()[(a * to.size + tap.from) * to.inner + b] +=
                T(tap.weight) * in[0].as<T>()[(a * from.size + i) * from.inner + b];
  });
}

}  // namespace percept
