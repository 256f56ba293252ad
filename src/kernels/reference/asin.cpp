// y = arcsin x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_asin(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::asin(x)); });
}

}  // namespace percept
