// y = ln(1 + e^(beta x)) / beta, written so that it cannot overflow
#include <algorithm>
#include <cmath>

#include "percept/ops/activation.hpp"
#include "reference.hpp"

namespace percept {

void reference_softplus(const Node& node, std::span<const View> in, std::span<const View> out) {
  map(in, out, [o = node.attributes.as<SoftplusOptions>()]<class T>(T x) {
    return T(std::max(x, T(0)) + std::log1p(std::exp(-T(o.beta) * std::abs(x))) / T(o.beta));
  });
}

}  // namespace percept
