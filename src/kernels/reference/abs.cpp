// y = |x|
#include "reference.hpp"

namespace percept {

void reference_abs(const Node&, std::span<const View> in, std::span<const View> out) {
  map_number(in, out, []<class T>(T x) { return T(x < 0 || x == 0 ? T(0) - x : x); });
}

}  // namespace percept
