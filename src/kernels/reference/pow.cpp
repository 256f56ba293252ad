// y = a^b
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_pow(const Node&, std::span<const View> in, std::span<const View> out) {
  zip_float(in, out, []<class T>(T a, T b) { return T(std::pow(a, b)); });
}

}  // namespace percept
