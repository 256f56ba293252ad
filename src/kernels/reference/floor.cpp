// y = the largest whole number that is not above x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_floor(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::floor(x)); });
}

}  // namespace percept
