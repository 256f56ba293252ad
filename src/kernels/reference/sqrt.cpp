// y = the square root of x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_sqrt(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::sqrt(x)); });
}

}  // namespace percept
