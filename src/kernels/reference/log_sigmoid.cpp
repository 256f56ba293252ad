// y = ln sigmoid(x) = -softplus(-x)
#include <algorithm>
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_log_sigmoid(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(-(std::max(-x, T(0)) + std::log1p(std::exp(-std::abs(x))))); });
}

}  // namespace percept
