// y = 1, 0 or -1
#include "reference.hpp"

namespace percept {

void reference_sign(const Node&, std::span<const View> in, std::span<const View> out) {
  map_number(in, out, []<class T>(T x) { return T(x != x ? x : T((x > 0) - (x < 0))); });
}

}  // namespace percept
