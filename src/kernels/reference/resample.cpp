// y[a,i,b] = sum_j R[i,j] x[a,j,b]
#include "percept/ops/resampling.hpp"

#include "reference.hpp"

namespace percept {

void reference_resample(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<ResampleOptions>();
  AlongAxis from(in[0].shape, o.axis), to(out[0].shape, o.axis);
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0; i < to.size; ++i) {
      std::vector<ResampleTap> taps = resample_taps(o, from.size, i);
      for (std::int64_t a = 0; a < to.outer; ++a)
        for (std::int64_t b = 0; b < to.inner; ++b) {
          T sum = 0;
          for (const ResampleTap& tap : taps)
            sum += T(tap.weight) * in[0].as<T>()[(a * from.size + tap.from) * from.inner + b];
          out[0].as<T>()[(a * to.size + i) * to.inner + b] = sum;
        }
    }
  });
}

}  // namespace percept
