// dx[t,n,c] = -g_n sum over the places s of class c of e^(alpha[t,s] + beta[t,s] + y_n)
#include "ctc_example.hpp"
#include "percept/ops/ctc.hpp"

namespace percept {

void reference_ctc_loss_backward(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<CtcLossOptions>();
  std::int64_t batch = out[0].shape[1], classes = out[0].shape[2];
  with_float(out[0], [&]<class T>(T) {
    T* dx = out[0].as<T>();
    std::fill_n(dx, out[0].size(), T(0));
    for (std::int64_t n = 0; n < batch; ++n) {
      CtcExample<T> example(in.subspan(1), n, o.blank);
      std::vector<T> alpha = example.beginnings(), beta = example.endings();
      T loss = example.loss(alpha), g = in[0].as<T>()[n];
      if (o.zero_infinity && std::isinf(loss)) continue;
      for (std::int64_t t = 0; t < example.steps; ++t)
        for (std::int64_t s = 0; s < example.places; ++s) {
          std::int64_t c = example.label(s), i = t * example.places + s;
          if (c < 0 || c >= classes) continue;
          dx[(t * batch + n) * classes + c] -=
              g * std::exp(alpha[std::size_t(i)] + beta[std::size_t(i)] + loss);
        }
    }
  });
}

}  // namespace percept
