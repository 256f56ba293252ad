// y = the first j with the largest x_j
#include "percept/ops/reduction.hpp"
#include "reference.hpp"

namespace percept {

void reference_argmax(const Node& node, std::span<const View> in, std::span<const View> out) {
  AlongAxis along(in[0].shape, node.attributes.as<ArgmaxOptions>().axis);
  with_float(in[0], [&]<class T>(T) {
    const T* x = in[0].as<T>();
    along.each_row([&](std::int64_t base, std::int64_t row) {
      std::int64_t best = 0;
      for (std::int64_t j = 1; j < along.size; ++j)
        if (x[base + j * along.inner] > x[base + best * along.inner]) best = j;
      out[0].as<std::int64_t>()[row] = best;
    });
  });
}

}  // namespace percept
