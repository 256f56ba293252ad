// cos: cos x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> cos_cases() {
  return unary_cases(percept::cos, {0, 0.5, -1, 3},
                     {1, 0.8775825618903728, 0.5403023058681398, -0.9899924966004454},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
