// i, f, g, o = sigmoid, sigmoid, tanh, sigmoid of x_t + W h_{t-1}; c_t = f c_{t-1} + i g; h_t = o tanh c_t
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_lstm(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t width = in[1].shape[1];
  for (int i : {0, 3, 4}) clear(out[std::size_t(i)]);
  copy_elements(out[1], 0, in[2], 0, in[2].size());
  copy_elements(out[2], 0, in[3], 0, in[3].size());
  with_float(out[0], [&]<class T>(T) {
    const T* weight = in[1].as<T>();
    each_step(in[0], in[4], node.attributes.as<RecurrentOptions>().reverse,
              [&](std::int64_t row, std::int64_t n) {
                const T* x = in[0].as<T>() + row * 4 * width;
                T *h = out[1].as<T>() + n * width, *c = out[2].as<T>() + n * width;
                T *i = out[3].as<T>() + row * 4 * width, *f = i + width, *g = f + width, *o = g + width;
                for (std::int64_t k = 0; k < 4 * width; ++k) {
                  T a = x[k] + row_product(weight, h, k, width);
                  i[k] = k / width == 2 ? std::tanh(a) : logistic(a);
                }
                for (std::int64_t k = 0; k < width; ++k) {
                  c[k] = f[k] * c[k] + i[k] * g[k];
                  h[k] = o[k] * std::tanh(c[k]);
                }
                std::copy_n(h, width, out[0].as<T>() + row * width);
                std::copy_n(c, width, out[4].as<T>() + row * width);
              });
  });
}

}  // namespace percept
