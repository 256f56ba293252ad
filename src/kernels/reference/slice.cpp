// y[o, j, i] = x[o, begin + j step, i]
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_slice(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto options = node.attributes.as<SliceOptions>();
  AlongAxis along(in[0].shape, options.axis);
  SliceRange range = range_of(options, along.size);
  for (std::int64_t o = 0; o < along.outer; ++o)
    for (std::int64_t j = 0; j < range.count; ++j)
      copy_elements(out[0], (o * range.count + j) * along.inner, in[0],
                    (o * along.size + range.begin + j * range.step) * along.inner, along.inner);
}

}  // namespace percept
