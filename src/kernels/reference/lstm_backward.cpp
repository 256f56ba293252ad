// dh += g_t; dc += dh o (1 - tanh^2 c); the gates' gradients before their nonlinearity; then dh = W^T d, dc =
// dc f for the step before
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_lstm_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t width = in[6].shape[1];
  clear(out[0]);
  copy_elements(out[1], 0, in[1], 0, in[1].size());
  copy_elements(out[2], 0, in[2], 0, in[2].size());
  with_float(out[0], [&]<class T>(T) {
    each_step(
        in[0], in[7], !node.attributes.as<RecurrentOptions>().reverse, [&](std::int64_t row, std::int64_t n) {
          const T* grad = in[0].as<T>() + row * width;
          const T *i = in[3].as<T>() + row * 4 * width, *f = i + width, *g = f + width, *o = g + width;
          const T *c = in[4].as<T>() + row * width, *before = in[5].as<T>() + row * width;
          T *di = out[0].as<T>() + row * 4 * width, *df = di + width, *dg = df + width, *d_o = dg + width;
          T *dh = out[1].as<T>() + n * width, *dc = out[2].as<T>() + n * width;
          for (std::int64_t k = 0; k < width; ++k) {
            T h_bar = dh[k] + grad[k], bent = std::tanh(c[k]);
            T c_bar = dc[k] + h_bar * o[k] * (1 - bent * bent);
            di[k] = c_bar * g[k] * i[k] * (1 - i[k]);
            df[k] = c_bar * before[k] * f[k] * (1 - f[k]);
            dg[k] = c_bar * i[k] * (1 - g[k] * g[k]);
            d_o[k] = h_bar * bent * o[k] * (1 - o[k]);
            dc[k] = c_bar * f[k];
            dh[k] = 0;
          }
          add_transposed_product(in[6].as<T>(), di, 4 * width, dh, width);
        });
  });
}

}  // namespace percept
