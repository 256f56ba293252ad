// y = x tanh(ln(1 + e^x)). Misra 2019
#include <algorithm>
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_mish(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out,
      []<class T>(T x) { return T(x * std::tanh(std::max(x, T(0)) + std::log1p(std::exp(-std::abs(x))))); });
}

}  // namespace percept
