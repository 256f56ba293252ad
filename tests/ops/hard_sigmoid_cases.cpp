// hard_sigmoid: relu6(x + 3) / 6
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> hard_sigmoid_cases() {
  return unary_cases(percept::hard_sigmoid, {-2, -0.25, 0.3, 4},
                     {0.16666666666666666, 0.4583333333333333, 0.5499999999999999, 1},
                     {.low = -4, .high = 4, .kinks = {-3, 3}});
}

}  // namespace percept::proof
