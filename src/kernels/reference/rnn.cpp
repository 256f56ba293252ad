// h_t = tanh(x_t + W h_{t-1}), or relu
#include "percept/ops/recurrent.hpp"
#include "recurrent.hpp"

namespace percept {

void reference_rnn(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<RnnOptions>();
  bool relu = o.nonlinearity == "relu";
  std::int64_t width = in[1].shape[1];
  clear(out[0]);
  copy_elements(out[1], 0, in[2], 0, in[2].size());
  with_float(out[0], [&]<class T>(T) {
    const T* weight = in[1].as<T>();
    each_step(in[0], in[3], o.reverse, [&](std::int64_t row, std::int64_t n) {
      const T* x = in[0].as<T>() + row * width;
      T *y = out[0].as<T>() + row * width, *h = out[1].as<T>() + n * width;
      for (std::int64_t i = 0; i < width; ++i) {
        T a = x[i] + row_product(weight, h, i, width);
        y[i] = relu ? (a > 0 || a != a ? a : 0) : std::tanh(a);
      }
      std::copy_n(y, width, h);
    });
  });
}

}  // namespace percept
