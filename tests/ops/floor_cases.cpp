// floor: the largest whole number that is not above x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> floor_cases() {
  return unary_cases(percept::floor, {1.5, -1.5, 2, -0.2}, {1, -2, 2, -1},
                     {.low = -2.9, .high = 2.9, .kinks = {-2, -1, 0, 1, 2}});
}

}  // namespace percept::proof
