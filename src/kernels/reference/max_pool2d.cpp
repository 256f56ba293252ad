// y = the largest element of each window; its place beside it, the first of equal ones; NaN wins
#include "pool2d_windows.hpp"
#include "reference.hpp"

namespace percept {

void reference_max_pool2d(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t plane_size = in[0].shape[2] * in[0].shape[3];
  with_float(out[0], [&]<class T>(T) {
    each_pool2d_window(in[0].shape, out[0].shape, node.attributes.as<Pool2dOptions>(),
                       [&](std::int64_t plane, std::int64_t yi, auto&& window) {
                         const T* x = in[0].as<T>() + plane * plane_size;
                         std::int64_t best = -1;
                         window([&](std::int64_t place) {
                           if (best < 0 || x[place] > x[best] || (x[place] != x[place] && x[best] == x[best]))
                             best = place;
                         });
                         out[0].as<T>()[yi] = x[best];
                         out[1].as<std::int32_t>()[yi] = std::int32_t(best);
                       });
  });
}

}  // namespace percept
