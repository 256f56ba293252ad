// y = the sum over the window / the number of its places (all of them, or those inside the image)
#include "pool2d_windows.hpp"

namespace percept {

void reference_average_pool2d(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<AveragePool2dOptions>();
  std::int64_t plane_size = in[0].shape[2] * in[0].shape[3];
  with_float(out[0], [&]<class T>(T) {
    each_pool2d_window(in[0].shape, out[0].shape, o, [&](std::int64_t plane, std::int64_t yi, auto&& window) {
      T sum = 0, count = 0;
      window([&](std::int64_t place) {
        sum += in[0].as<T>()[plane * plane_size + place];
        count += 1;
      });
      out[0].as<T>()[yi] = sum / (o.count_padding ? T(o.kernel.h * o.kernel.w) : count);
    });
  });
}

}  // namespace percept
