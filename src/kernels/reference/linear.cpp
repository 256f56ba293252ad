// y[n, o] = b[o] + sum_i x[n, i] w[o, i]
#include "reference.hpp"

namespace percept {

void reference_linear(const Node&, std::span<const View> in, std::span<const View> out) {
  std::int64_t batch = in[0].shape[0], features = in[0].shape[1], outputs = in[1].shape[0];
  with_float(out[0], [&]<class T>(T) {
    const T *x = in[0].as<T>(), *w = in[1].as<T>();
    for (std::int64_t n = 0; n < batch; ++n)
      for (std::int64_t o = 0; o < outputs; ++o) {
        T sum = in.size() > 2 ? in[2].as<T>()[o] : T(0);
        for (std::int64_t i = 0; i < features; ++i) sum += x[n * features + i] * w[o * features + i];
        out[0].as<T>()[n * outputs + o] = sum;
      }
  });
}

}  // namespace percept
