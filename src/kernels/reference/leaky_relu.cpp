// y = x where x > 0, else slope x
#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_leaky_relu(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out,
      [o = node.attributes.as<LeakyReluOptions>()]<class T>(T x) { return T(x > 0 ? x : T(o.slope) * x); });
}

}  // namespace percept
