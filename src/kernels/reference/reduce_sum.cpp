// y = sum of x over the axes, in row-major order of x
#include <algorithm>

#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_reduce_sum(const Node& node, std::span<const View> in, std::span<const View> out) {
  Shape kept = in[0].shape;
  for (std::int64_t axis : node.attributes.as<ReduceOptions>().axes) kept[int(axis)] = 1;
  std::vector<std::int64_t> strides = strides_of(kept), index(std::size_t(kept.rank()));
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    for (std::int64_t i = 0, n = in[0].size(); i < n; ++i) {
      std::int64_t to = 0;
      for (int a = 0; a < kept.rank(); ++a)
        if (kept[a] != 1) to += index[std::size_t(a)] * strides[std::size_t(a)];
      out[0].as<T>()[to] += in[0].as<T>()[i];
      for (int a = kept.rank() - 1; a >= 0 && ++index[std::size_t(a)] == in[0].shape[a]; --a)
        index[std::size_t(a)] = 0;
    }
  });
}

}  // namespace percept
