// r, z = sigmoid(x + U h + b); n = tanh(x_n + r (U_n h + b_n)); h' = (1 - z) n + z h
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_gru(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t width = in[1].shape[1];
  for (int i : {0, 2, 3}) clear(out[std::size_t(i)]);
  copy_elements(out[1], 0, in[3], 0, in[3].size());
  with_float(out[0], [&]<class T>(T) {
    const T *weight = in[1].as<T>(), *bias = in[2].as<T>();
    each_step(in[0], in[4], node.attributes.as<RecurrentOptions>().reverse,
              [&](std::int64_t row, std::int64_t n_th) {
                const T* x = in[0].as<T>() + row * 3 * width;
                T *r = out[2].as<T>() + row * 3 * width, *z = r + width, *n = z + width;
                T *recalled = out[3].as<T>() + row * width, *h = out[1].as<T>() + n_th * width;
                for (std::int64_t k = 0; k < 2 * width; ++k)
                  r[k] = logistic(x[k] + row_product(weight, h, k, width) + bias[k]);
                for (std::int64_t k = 0, at = 2 * width; k < width; ++k, ++at) {
                  recalled[k] = row_product(weight, h, at, width) + bias[at];
                  n[k] = std::tanh(x[at] + r[k] * recalled[k]);
                }
                for (std::int64_t k = 0; k < width; ++k) h[k] = (1 - z[k]) * n[k] + z[k] * h[k];
                std::copy_n(h, width, out[0].as<T>() + row * width);
              });
  });
}

}  // namespace percept
