// y = x relu6(x + 3) / 6. Howard et al. 2019
#include <algorithm>
#include <cmath>

#include "reference.hpp"

namespace percept {

void reference_hard_swish(const Node&, std::span<const View> in, std::span<const View> out) {
  map(in, out,
      []<class T>(T x) { return T(std::isnan(x) ? x : x * (std::min(std::max(x + 3, T(0)), T(6)) / 6)); });
}

}  // namespace percept
