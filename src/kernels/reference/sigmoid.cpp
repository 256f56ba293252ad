// y = 1 / (1 + e^-x)
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_sigmoid(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(1 / (1 + std::exp(-x))); });
}

}  // namespace percept
