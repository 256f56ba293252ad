// y = tan x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_tan(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::tan(x)); });
}

}  // namespace percept
