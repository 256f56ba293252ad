// y = -x
#include "reference.hpp"

namespace percept {

void reference_neg(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(-x); });
}

}  // namespace percept
