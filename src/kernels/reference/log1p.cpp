// y = ln(1 + x), exact near zero
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_log1p(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::log1p(x)); });
}

}  // namespace percept
