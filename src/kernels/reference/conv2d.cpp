// y[n,o,i,j] = b[o] + sum_{c,k,l} x[n, c, i*s+k*d-p, j*s+l*d-p] w[o,c,k,l]
#include "conv2d_taps.hpp"
#include "reference.hpp"

namespace percept {

void reference_conv2d(const Node& node, std::span<const View> in, std::span<const View> out) {
  with_float(out[0], [&]<class T>(T) {
    const T *x = in[0].as<T>(), *w = in[1].as<T>();
    T* y = out[0].as<T>();
    std::int64_t plane = out[0].shape[2] * out[0].shape[3];
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i)
      y[i] = in.size() > 2 ? in[2].as<T>()[i / plane % out[0].shape[1]] : T(0);
    each_conv2d_tap(in[0].shape, in[1].shape, out[0].shape, node.attributes.as<Conv2dOptions>(),
                    [&](std::int64_t xi, std::int64_t wi, std::int64_t yi) { y[yi] += x[xi] * w[wi]; });
  });
}

}  // namespace percept
