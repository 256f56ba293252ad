// dL/dx: each gradient is shared out evenly over its window
#include <algorithm>

#include "pool2d_windows.hpp"

namespace percept {

void reference_average_pool2d_backward(const Node& node, std::span<const View> in,
                                       std::span<const View> out) {
  auto o = node.attributes.as<AveragePoolBackwardOptions>().pool;
  std::int64_t plane_size = out[0].shape[2] * out[0].shape[3];
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    each_pool2d_window(out[0].shape, in[0].shape, o, [&](std::int64_t plane, std::int64_t yi, auto&& window) {
      T count = 0;
      window([&](std::int64_t) { count += 1; });
      T share = in[0].as<T>()[yi] / (o.count_padding ? T(o.kernel.h * o.kernel.w) : count);
      window([&](std::int64_t place) { out[0].as<T>()[plane * plane_size + place] += share; });
    });
  });
}

}  // namespace percept
