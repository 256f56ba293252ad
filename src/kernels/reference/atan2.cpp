// y = the angle of the point (b, a)
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_atan2(const Node&, std::span<const View> in, std::span<const View> out) {
  zip_float(in, out, []<class T>(T a, T b) { return T(std::atan2(a, b)); });
}

}  // namespace percept
