// round: the nearest whole number, the even one of two
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> round_cases() {
  return unary_cases(percept::round, {0.5, 1.5, 2.5, -0.5, -2.7}, {0, 2, 2, 0, -3},
                     {.low = -2.4, .high = 2.4, .kinks = {-1.5, -0.5, 0.5, 1.5}});
}

}  // namespace percept::proof
