// y = x sigmoid(x), also called swish. Ramachandran et al. 2017
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_silu(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out, []<class T>(T x) { return T(x / (1 + std::exp(-x))); });
}

}  // namespace percept
