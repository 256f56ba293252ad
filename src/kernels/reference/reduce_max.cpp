// y = the largest x over the axes; NaN where one is
#include <algorithm>
#include <limits>

#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_reduce_max(const Node& node, std::span<const View> in, std::span<const View> out) {
  with_float(out[0], [&]<class T>(T) {
    T* y = out[0].as<T>();
    std::fill_n(y, out[0].size(), -std::numeric_limits<T>::infinity());
    each_folded(in[0].shape, node.attributes.as<ReduceOptions>().axes,
                [&](std::int64_t from, std::int64_t to) {
                  T x = in[0].as<T>()[from];
                  if (x > y[to] || x != x) y[to] = x;
                });
  });
}

}  // namespace percept
