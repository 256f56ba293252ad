// y = arctan x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_atan(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::atan(x)); });
}

}  // namespace percept
