// y = x where x > 0, else alpha (e^(x / alpha) - 1). Barron 2017
#include <cmath>

#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_celu(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<EluOptions>()]<class T>(T x) {
    return T(x > 0 ? x : T(o.alpha) * std::expm1(x / T(o.alpha)));
  });
}

}  // namespace percept
