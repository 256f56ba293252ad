// y_i = e^(x_i - m) / sum_j e^(x_j - m), m the largest x, so that nothing overflows
#include <algorithm>
#include <cmath>
#include <limits>

#include "percept/ops/softmax.hpp"
#include "reference.hpp"

namespace percept {

void reference_softmax(const Node& node, std::span<const View> in, std::span<const View> out) {
  AlongAxis along(in[0].shape, node.attributes.as<SoftmaxOptions>().axis);
  with_float(out[0], [&]<class T>(T) {
    const T* x = in[0].as<T>();
    T* y = out[0].as<T>();
    along.each_row([&](std::int64_t base, std::int64_t) {
      T m = -std::numeric_limits<T>::infinity(), sum = 0;
      for (std::int64_t j = 0; j < along.size; ++j) m = std::max(m, x[base + j * along.inner]);
      for (std::int64_t j = 0; j < along.size; ++j)
        sum += y[base + j * along.inner] = std::exp(x[base + j * along.inner] - m);
      for (std::int64_t j = 0; j < along.size; ++j) y[base + j * along.inner] /= sum;
    });
  });
}

}  // namespace percept
