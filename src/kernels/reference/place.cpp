// y = zeros; y[o, begin + j step, i] = x[o, j, i]
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_place(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto options = node.attributes.as<PlaceOptions>();
  AlongAxis along(in[0].shape, options.axis);
  std::memset(out[0].data, 0, std::size_t(out[0].size()) * size_of(out[0].dtype));
  for (std::int64_t o = 0; o < along.outer; ++o)
    for (std::int64_t j = 0; j < along.size; ++j)
      copy_elements(out[0], (o * options.size + options.begin + j * options.step) * along.inner, in[0],
                    (o * along.size + j) * along.inner, along.inner);
}

}  // namespace percept
