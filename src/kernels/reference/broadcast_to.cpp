// y[i, j] = x[j]: an axis of size 1 is read at its only place
#include "reference.hpp"

namespace percept {

void reference_broadcast_to(const Node&, std::span<const View> in, std::span<const View> out) {
  const Shape &from = in[0].shape, &to = out[0].shape;
  with_number(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) {
      std::int64_t rest = i, place = 0, stride = 1;
      for (int a = 1; a <= from.rank(); ++a) {  // axes from the last
        if (from[-a] != 1) place += rest % to[-a] * stride;
        rest /= to[-a];
        stride *= from[-a];
      }
      out[0].as<T>()[i] = in[0].as<T>()[place];
    }
  });
}

}  // namespace percept
