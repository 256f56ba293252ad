// y = (x - mean) / sqrt(variance + epsilon), mean and variance over the axes
#include <algorithm>
#include <cmath>

#include "percept/ops/normalization.hpp"
#include "reference.hpp"

namespace percept {

void reference_normalize(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<NormalizeOptions>();
  with_float(out[0], [&]<class T>(T) {
    const T* x = in[0].as<T>();
    T *y = out[0].as<T>(), *mean = out[1].as<T>(), *variance = out[2].as<T>();
    std::int64_t groups = out[1].size();
    T n = T(in[0].size()) / T(std::max<std::int64_t>(groups, 1));
    auto each = [&](auto&& f) { each_folded(in[0].shape, o.axes, f); };
    std::fill_n(mean, groups, T(0));
    std::fill_n(variance, groups, T(0));
    each([&](std::int64_t i, std::int64_t k) { mean[k] += x[i]; });
    for (std::int64_t k = 0; k < groups; ++k) mean[k] /= n;
    each([&](std::int64_t i, std::int64_t k) { variance[k] += (x[i] - mean[k]) * (x[i] - mean[k]); });
    for (std::int64_t k = 0; k < groups; ++k) variance[k] /= n;
    each([&](std::int64_t i, std::int64_t k) {
      y[i] = (x[i] - mean[k]) / std::sqrt(variance[k] + T(o.epsilon));
    });
  });
}

}  // namespace percept
