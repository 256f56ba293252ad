// relu6: x held between 0 and 6
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> relu6_cases() {
  return unary_cases(percept::relu6, {-2, -0.25, 0.3, 4}, {0, 0, 0.3, 4},
                     {.low = -4, .high = 4, .kinks = {0}});
}

}  // namespace percept::proof
