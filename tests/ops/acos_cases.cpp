// acos: arccos x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> acos_cases() {
  return unary_cases(percept::acos, {0, 0.5, -1, 1},
                     {1.5707963267948966, 1.0471975511965979, 3.141592653589793, 0},
                     {.low = -0.9, .high = 0.9});
}

}  // namespace percept::proof
