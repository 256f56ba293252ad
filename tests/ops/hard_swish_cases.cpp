// hard_swish: x relu6(x + 3) / 6. Howard et al. 2019
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> hard_swish_cases() {
  return unary_cases(percept::hard_swish, {-2, -0.25, 0.3, 4},
                     {-0.3333333333333333, -0.11458333333333333, 0.16499999999999998, 4},
                     {.low = -4, .high = 4, .kinks = {-3, 3}});
}

}  // namespace percept::proof
