// y_i = v
#include <algorithm>

#include "percept/ops/creation.hpp"
#include "reference.hpp"

namespace percept {

void reference_fill(const Node& node, std::span<const View>, std::span<const View> out) {
  with_number(out[0], [&]<class T>(T) {
    std::fill_n(out[0].as<T>(), out[0].size(), T(node.attributes.as<FillOptions>().value));
  });
}

}  // namespace percept
