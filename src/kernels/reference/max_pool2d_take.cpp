// y[n,c,i,j] = x[n, c, t[n,c,i,j]]
#include "reference.hpp"

namespace percept {

void reference_max_pool2d_take(const Node&, std::span<const View> in, std::span<const View> out) {
  std::int64_t plane_size = in[0].shape[2] * in[0].shape[3], windows = out[0].shape[2] * out[0].shape[3];
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      out[0].as<T>()[i] = in[0].as<T>()[i / windows * plane_size + in[1].as<std::int32_t>()[i]];
  });
}

}  // namespace percept
