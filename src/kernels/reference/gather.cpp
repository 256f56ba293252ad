// y[o, j, n] = x[o, indices[o, j, n], n]; zero for an index outside
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_gather(const Node& node, std::span<const View> in, std::span<const View> out) {
  std::int64_t axis = node.attributes.as<TakeOptions>().axis;
  AlongAxis from(in[0].shape, axis), to(out[0].shape, axis);
  std::memset(out[0].data, 0, std::size_t(out[0].size()) * size_of(out[0].dtype));
  with_integer(in[1], [&]<class I>(I) {
    to.each_row([&](std::int64_t base, std::int64_t row) {
      std::int64_t x = row / to.inner * from.size * from.inner + row % to.inner;
      for (std::int64_t j = 0; j < to.size; ++j) {
        std::int64_t y = base + j * to.inner, k = position(in[1].as<I>()[y], from.size);
        if (k >= 0) copy_elements(out[0], y, in[0], x + k * from.inner, 1);
      }
    });
  });
}

}  // namespace percept
