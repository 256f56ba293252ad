// y = the smaller of a and b; NaN where one is
#include "reference.hpp"

namespace percept {

void reference_minimum(const Node&, std::span<const View> in, std::span<const View> out) {
  zip(in, out, []<class T>(T a, T b) { return T(a != a || a < b ? a : b); });
}

}  // namespace percept
