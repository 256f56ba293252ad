// cosh: (e^x + e^-x) / 2
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> cosh_cases() {
  return unary_cases(percept::cosh, {0, 0.5, -1, 3},
                     {1, 1.1276259652063807, 1.5430806348152437, 10.067661995777765}, {.low = -3, .high = 3});
}

}  // namespace percept::proof
