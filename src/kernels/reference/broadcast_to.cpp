// y[i, j] = x[j]: an axis of size 1 is read at its only place
#include "reference.hpp"

namespace percept {

void reference_broadcast_to(const Node&, std::span<const View> in, std::span<const View> out) {
  std::vector<std::int64_t> strides = strides_of(in[0].shape), index(std::size_t(out[0].shape.rank()));
  int missing = out[0].shape.rank() - in[0].shape.rank();
  with_number(out[0], [&]<class T>(T) {
    for (std::int64_t i = 0, n = out[0].size(); i < n; ++i) {
      std::int64_t from = 0;
      for (int a = 0; a < in[0].shape.rank(); ++a)
        if (in[0].shape[a] != 1) from += index[std::size_t(a + missing)] * strides[std::size_t(a)];
      out[0].as<T>()[i] = in[0].as<T>()[from];
      for (int a = out[0].shape.rank() - 1; a >= 0 && ++index[std::size_t(a)] == out[0].shape[a]; --a) index[std::size_t(a)] = 0;
    }
  });
}

}  // namespace percept
