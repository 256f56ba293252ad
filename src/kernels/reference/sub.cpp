// y = a - b
#include "reference.hpp"

namespace percept {

void reference_sub(const Node&, std::span<const View> in, std::span<const View> out) {
  zip(in, out, []<class T>(T a, T b) { return T(a - b); });
}

}  // namespace percept
