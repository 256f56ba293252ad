// y = x / (1 + |x|)
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_softsign(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(x / (1 + std::abs(x))); });
}

}  // namespace percept
