// y = max(x, 0); NaN stays NaN
#include "reference.hpp"

namespace percept {

void reference_relu(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(x > 0 || x != x ? x : 0); });
}

}  // namespace percept
