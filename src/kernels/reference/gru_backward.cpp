// dh += g_t; the gates' gradients before their nonlinearity; then dh = z dh + U^T (d_r, d_z, r d_n) for the
// step before
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_gru_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t width = in[5].shape[1];
  clear(out[0]);
  copy_elements(out[1], 0, in[1], 0, in[1].size());
  with_float(out[0], [&]<class T>(T) {
    const T* weight = in[5].as<T>();
    each_step(in[0], in[6], !node.attributes.as<RecurrentOptions>().reverse,
              [&](std::int64_t row, std::int64_t n_th) {
                const T *grad = in[0].as<T>() + row * width, *recalled = in[3].as<T>() + row * width;
                const T* before = in[4].as<T>() + row * width;
                const T *r = in[2].as<T>() + row * 3 * width, *z = r + width, *n = z + width;
                T *dr = out[0].as<T>() + row * 3 * width, *dz = dr + width, *dn = dz + width;
                T* dh = out[1].as<T>() + n_th * width;
                for (std::int64_t k = 0; k < width; ++k) {
                  T h_bar = dh[k] + grad[k];
                  dn[k] = h_bar * (1 - z[k]) * (1 - n[k] * n[k]);
                  dz[k] = h_bar * (before[k] - n[k]) * z[k] * (1 - z[k]);
                  dr[k] = dn[k] * recalled[k] * r[k] * (1 - r[k]);
                  dh[k] = h_bar * z[k];
                }
                add_transposed_product(weight, dr, 2 * width, dh, width);
                for (std::int64_t i = 0; i < width; ++i) {
                  T through = dn[i] * r[i];
                  add_transposed_product(weight + (2 * width + i) * width, &through, 1, dh, width);
                }
              });
  });
}

}  // namespace percept
