// y = the parts one behind the other along an axis
#include "percept/ops/arrangement.hpp"
#include "reference.hpp"

namespace percept {

void reference_concat(const Node& node, std::span<const View> in, std::span<const View> out) {
  AlongAxis along(out[0].shape, node.attributes.as<ConcatOptions>().axis);
  std::int64_t begin = 0;
  for (const View& part : in) {
    std::int64_t width = along.outer ? part.size() / along.outer : 0;
    for (std::int64_t o = 0; o < along.outer; ++o)
      copy_elements(out[0], o * along.size * along.inner + begin, part, o * width, width);
    begin += width;
  }
}

}  // namespace percept
