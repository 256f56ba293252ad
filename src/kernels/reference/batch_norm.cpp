// y = w (x - m) / sqrt(v + epsilon) + b + r, at least 0 if asked; m and v over all axes but that of channels
#include <cmath>
#include <vector>

#include "channels.hpp"
#include "percept/ops/normalization.hpp"

namespace percept {

void reference_batch_norm(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<BatchNormOptions>();
  with_float(out[0], [&]<class T>(T) {
    auto given = [&](std::size_t i) { return i < in.size() && in[i] ? in[i].as<T>() : nullptr; };
    const T *x = in[0].as<T>(), *weight = given(1), *bias = given(2), *residual = given(3);
    T *y = out[0].as<T>(), *mean = out[1].as<T>(), *variance = out[2].as<T>();
    // Summed in f64: thousands of f32 terms would lose three digits.
    auto channels = std::size_t(out[1].size());
    std::vector<double> m(channels), v(channels);
    double n = double(in[0].size()) / double(std::max<std::size_t>(channels, 1));
    auto each = [&](auto&& f) { each_channel(in[0].shape, f); };
    each([&](std::int64_t i, std::size_t c) { m[c] += double(x[i]) / n; });
    each([&](std::int64_t i, std::size_t c) { v[c] += (double(x[i]) - m[c]) * (double(x[i]) - m[c]) / n; });
    for (std::size_t c = 0; c < channels; ++c) mean[c] = T(m[c]), variance[c] = T(v[c]);
    each([&](std::int64_t i, std::size_t c) {
      double u = (double(x[i]) - m[c]) / std::sqrt(v[c] + o.epsilon);
      double sum = (weight ? double(weight[c]) * u : u) + (bias ? double(bias[c]) : 0) +
                   (residual ? double(residual[i]) : 0);
      y[i] = o.relu && sum <= 0 ? T(0) : T(sum);
    });
  });
}

}  // namespace percept
