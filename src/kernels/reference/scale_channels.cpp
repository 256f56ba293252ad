// y = s x + t + r, at least 0 if asked
#include "channels.hpp"
#include "percept/ops/normalization.hpp"

namespace percept {

void reference_scale_channels(const Node& node, std::span<const View> in, std::span<const View> out) {
  bool relu = node.attributes.as<ScaleChannelsOptions>().relu;
  with_float(out[0], [&]<class T>(T) {
    const T *x = in[0].as<T>(), *scale = in[1].as<T>(), *shift = in[2].as<T>();
    const T* residual = in.size() > 3 && in[3] ? in[3].as<T>() : nullptr;
    each_channel(in[0].shape, [&](std::int64_t i, std::size_t c) {
      T y = scale[c] * x[i] + shift[c] + (residual ? residual[i] : T(0));
      out[0].as<T>()[i] = relu && y <= 0 ? T(0) : y;
    });
  });
}

}  // namespace percept
