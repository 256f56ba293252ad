// y = ln((1 + x) / (1 - x)) / 2
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_atanh(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::atanh(x)); });
}

}  // namespace percept
