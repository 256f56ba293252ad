// dL/dx: each gradient is added where its window's largest element stood
#include <algorithm>

#include "reference.hpp"

namespace percept {

void reference_max_pool2d_backward(const Node&, std::span<const View> in, std::span<const View> out) {
  std::int64_t plane_size = out[0].shape[2] * out[0].shape[3], windows = in[0].shape[2] * in[0].shape[3];
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    for (std::int64_t i = 0, n = in[0].size(); i < n; ++i)
      out[0].as<T>()[i / windows * plane_size + in[1].as<std::int32_t>()[i]] += in[0].as<T>()[i];
  });
}

}  // namespace percept
