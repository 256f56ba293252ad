// y = zeros; y[o, indices[o, j, n], n] += grad[o, j, n]
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_gather_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t axis = node.attributes.as<ScatterOptions>().axis;
  AlongAxis from(in[0].shape, axis), to(out[0].shape, axis);
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    with_integer(in[1], [&]<class I>(I) {
      from.each_row([&](std::int64_t base, std::int64_t row) {
        std::int64_t y = row / from.inner * to.size * to.inner + row % from.inner;
        for (std::int64_t j = 0; j < from.size; ++j) {
          std::int64_t g = base + j * from.inner, k = position(in[1].as<I>()[g], to.size);
          if (k >= 0) out[0].as<T>()[y + k * to.inner] += in[0].as<T>()[g];
        }
      });
    });
  });
}

}  // namespace percept
