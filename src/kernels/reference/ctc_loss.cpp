// y_n = -ln sum over alignments of the product of their probabilities
#include "ctc_example.hpp"
#include "percept/ops/ctc.hpp"

namespace percept {

void reference_ctc_loss(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<CtcLossOptions>();
  with_float(out[0], [&]<class T>(T) {
    for (std::int64_t n = 0; n < out[0].size(); ++n) {
      CtcExample<T> example(in, n, o.blank);
      T loss = example.loss(example.beginnings());
      out[0].as<T>()[n] = o.zero_infinity && std::isinf(loss) ? T(0) : loss;
    }
  });
}

}  // namespace percept
