// y = arccos x
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_acos(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(std::acos(x)); });
}

}  // namespace percept
