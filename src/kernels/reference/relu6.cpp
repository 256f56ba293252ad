// y = x held between 0 and 6
#include "reference.hpp"

namespace percept {

void reference_relu6(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(x < 0 ? T(0) : x > 6 ? T(6) : x); });
}

}  // namespace percept
