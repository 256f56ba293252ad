// y = the positions that put the axis in order; a stable sort, NaN the largest
#include <algorithm>
#include <numeric>

#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_argsort(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto o = node.attributes.as<SortOptions>();
  AlongAxis along(in[0].shape, o.axis);
  std::vector<std::int64_t> order(std::size_t(along.size));
  with_number(in[0], [&]<class T>(T) {
    auto less = [](T a, T b) { return a < b || (b != b && a == a); };
    along.each_row([&](std::int64_t base, std::int64_t) {
      auto x = [&](std::int64_t j) { return in[0].as<T>()[base + j * along.inner]; };
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(),
                       [&](auto i, auto j) { return o.descending ? less(x(j), x(i)) : less(x(i), x(j)); });
      for (std::int64_t j = 0; j < along.size; ++j)
        out[0].as<std::int64_t>()[base + j * along.inner] = order[std::size_t(j)];
    });
  });
}

}  // namespace percept
