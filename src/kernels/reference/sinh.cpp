// y = (e^x - e^-x) / 2
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_sinh(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::sinh(x)); });
}

}  // namespace percept
