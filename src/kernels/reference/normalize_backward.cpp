// (g - mean g - y mean(g y)) / sqrt(variance + epsilon), means over the axes
#include <algorithm>
#include <cmath>
#include <vector>

#include "percept/ops/normalization.hpp"
#include "reference.hpp"

namespace percept {

void reference_normalize_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<NormalizeOptions>();
  with_float(out[0], [&]<class T>(T) {
    const T *g = in[0].as<T>(), *y = in[1].as<T>(), *variance = in[2].as<T>();
    auto groups = std::size_t(in[2].size());
    T n = T(in[0].size()) / T(std::max<std::size_t>(groups, 1));
    std::vector<T> mean_g(groups), mean_gy(groups);
    auto each = [&](auto&& f) { each_folded(in[0].shape, o.axes, f); };
    each([&](std::int64_t i, std::int64_t k) {
      mean_g[std::size_t(k)] += g[i] / n;
      mean_gy[std::size_t(k)] += g[i] * y[i] / n;
    });
    each([&](std::int64_t i, std::int64_t k) {
      T centred = g[i] - mean_g[std::size_t(k)] - y[i] * mean_gy[std::size_t(k)];
      out[0].as<T>()[i] = centred / std::sqrt(variance[k] + T(o.epsilon));
    });
  });
}

}  // namespace percept
