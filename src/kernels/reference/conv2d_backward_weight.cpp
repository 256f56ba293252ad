// dL/dw: every product x w -> y of the forward pass sends g x back to w
#include <algorithm>

#include "conv2d_taps.hpp"
#include "reference.hpp"

namespace percept {

void reference_conv2d_backward_weight(const Node& node, std::span<const View> in, std::span<const View> out) {
  with_float(out[0], [&]<class T>(T) {
    const T *g = in[0].as<T>(), *x = in[1].as<T>();
    T* w = out[0].as<T>();
    std::fill_n(w, out[0].size(), T(0));
    each_conv2d_tap(in[1].shape, out[0].shape, in[0].shape, node.attributes.as<Conv2dBackwardOptions>().conv,
                    [&](std::int64_t xi, std::int64_t wi, std::int64_t yi) { w[wi] += g[yi] * x[xi]; });
  });
}

}  // namespace percept
