// y = sin x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_sin(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::sin(x)); });
}

}  // namespace percept
