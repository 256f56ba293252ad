// y = x without its fraction
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_trunc(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::trunc(x)); });
}

}  // namespace percept
