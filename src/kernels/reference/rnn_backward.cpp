// d_t = (g_t + W^T d_{t+1}) f'_t with f' = 1 - h^2 of tanh, [h > 0] of relu
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_rnn_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<RnnOptions>();
  bool relu = o.nonlinearity == "relu";
  std::int64_t width = in[3].shape[1];
  clear(out[0]);
  copy_elements(out[1], 0, in[1], 0, in[1].size());
  with_float(out[0], [&]<class T>(T) {
    each_step(in[0], in[4], !o.reverse, [&](std::int64_t row, std::int64_t n) {
      const T *grad = in[0].as<T>() + row * width, *y = in[2].as<T>() + row * width;
      T *d = out[0].as<T>() + row * width, *dh = out[1].as<T>() + n * width;
      for (std::int64_t i = 0; i < width; ++i)
        d[i] = (dh[i] + grad[i]) * (relu ? T(y[i] > 0) : 1 - y[i] * y[i]);
      std::fill_n(dh, width, T(0));
      add_transposed_product(in[3].as<T>(), d, width, dh, width);
    });
  });
}

}  // namespace percept
