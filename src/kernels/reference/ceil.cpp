// y = the smallest whole number that is not below x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_ceil(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::ceil(x)); });
}

}  // namespace percept
