// tanh_shrink: x - tanh x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> tanh_shrink_cases() {
  return unary_cases(percept::tanh_shrink, {-2, -0.25, 0.3, 4},
                     {-1.035972419924183, -0.005081337596290869, 0.008687387548409087, 3.000670700260933},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
