// y = zeros; y[o, indices[i], n] += grad[o, i, n]
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_take_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  AlongAxis along(out[0].shape, node.attributes.as<ScatterOptions>().axis);
  std::int64_t count = in[1].size();
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    with_integer(in[1], [&]<class I>(I) {
      for (std::int64_t o = 0; o < along.outer; ++o)
        for (std::int64_t i = 0; i < count; ++i) {
          std::int64_t k = position(in[1].as<I>()[i], along.size);
          for (std::int64_t n = 0; k >= 0 && n < along.inner; ++n)
            out[0].as<T>()[(o * along.size + k) * along.inner + n] +=
                in[0].as<T>()[(o * count + i) * along.inner + n];
        }
    });
  });
}

}  // namespace percept
