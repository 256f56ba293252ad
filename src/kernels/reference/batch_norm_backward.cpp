// dx = w (g - mean g - u mean(g u)) / sqrt(v + epsilon), dw = sum g u, db = sum g
#include <cmath>
#include <vector>

#include "channels.hpp"
#include "percept/ops/normalization.hpp"

namespace percept {

void reference_batch_norm_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<BatchNormOptions>();
  with_float(out[0], [&]<class T>(T) {
    auto given = [&](std::size_t i) { return i < in.size() && in[i] ? in[i].as<T>() : nullptr; };
    const T *grad = in[0].as<T>(), *x = in[1].as<T>(), *mean = in[2].as<T>(), *variance = in[3].as<T>();
    const T *weight = given(4), *output = given(5);
    auto channels = std::size_t(out[1].size());
    std::vector<double> sum_g(channels), sum_gu(channels);
    double n = double(in[0].size()) / double(std::max<std::size_t>(channels, 1));
    auto g = [&](std::int64_t i) { return output && !(output[i] > 0) ? 0.0 : double(grad[i]); };
    auto deviation = [&](std::size_t c) { return std::sqrt(double(variance[c]) + o.epsilon); };
    auto u = [&](std::int64_t i, std::size_t c) { return (double(x[i]) - double(mean[c])) / deviation(c); };
    each_channel(in[0].shape, [&](std::int64_t i, std::size_t c) {
      sum_g[c] += g(i);
      sum_gu[c] += g(i) * u(i, c);
    });
    each_channel(in[0].shape, [&](std::int64_t i, std::size_t c) {
      double centred = g(i) - sum_g[c] / n - u(i, c) * sum_gu[c] / n;
      out[0].as<T>()[i] = T(centred / deviation(c) * (weight ? double(weight[c]) : 1));
    });
    for (std::size_t c = 0; c < channels; ++c)
      out[1].as<T>()[c] = T(sum_gu[c]), out[2].as<T>()[c] = T(sum_g[c]);
  });
}

}  // namespace percept
