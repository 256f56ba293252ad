// y = pool(relu(x * w + b + r)): the relu and the pooling where they are asked for
#include "percept/ops/fused_conv2d.hpp"

#include <limits>
#include <vector>

#include "conv2d_taps.hpp"
#include "pool2d_windows.hpp"
#include "reference.hpp"

namespace percept {

void reference_fused_conv2d(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<FusedConv2dOptions>();
  Shape shape = conv2d_shape(in[0].shape, in[1].shape, o.conv);
  std::int64_t plane_size = shape[2] * shape[3];
  with_float(out[0], [&]<class T>(T) {
    const T *x = in[0].as<T>(), *w = in[1].as<T>();
    const T* bias = in.size() > 2 && in[2] ? in[2].as<T>() : nullptr;
    const T* residual = in.size() > 3 ? in[3].as<T>() : nullptr;
    std::vector<T> pooled(o.pool ? std::size_t(shape.elements()) : 0);
    T* y = o.pool ? pooled.data() : out[0].as<T>();
    for (std::int64_t i = 0; i < shape.elements(); ++i) y[i] = bias ? bias[i / plane_size % shape[1]] : T(0);
    each_conv2d_tap(in[0].shape, in[1].shape, shape, o.conv,
                    [&](std::int64_t xi, std::int64_t wi, std::int64_t yi) { y[yi] += x[xi] * w[wi]; });
    for (std::int64_t i = 0; i < shape.elements(); ++i) {
      if (residual) y[i] += residual[i];
      if (o.relu && y[i] <= 0) y[i] = 0;
    }
    if (!o.pool) return;
    each_pool2d_window(shape, out[0].shape, Pool2dOptions{.kernel = 2},
                       [&](std::int64_t plane, std::int64_t yi, auto&& window) {
                         T best = -std::numeric_limits<T>::infinity();
                         window([&](std::int64_t place) {
                           T value = y[plane * plane_size + place];
                           if (value > best || value != value) best = value;
                         });
                         out[0].as<T>()[yi] = best;
                       });
  });
}

}  // namespace percept
