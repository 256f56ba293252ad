// y = g where o > 0, else 0
#include "reference.hpp"

namespace percept {

void reference_relu_backward(const Node&, std::span<const View> in, std::span<const View> out) {
  zip(in, out, []<class T>(T a, T b) { return T(b > 0 ? a : 0); });
}

}  // namespace percept
