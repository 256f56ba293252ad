// y = ln(x + sqrt(x^2 + 1))
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_asinh(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::asinh(x)); });
}

}  // namespace percept
