// y = sum of x over the axes, in row-major order of x
#include <algorithm>

#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_reduce_sum(const Node& node, std::span<const View> in, std::span<const View> out) {
  with_float(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(0));
    each_folded(in[0].shape, node.attributes.as<ReduceOptions>().axes,
                [&](std::int64_t from, std::int64_t to) { out[0].as<T>()[to] += in[0].as<T>()[from]; });
  });
}

}  // namespace percept
