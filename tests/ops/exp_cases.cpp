// exp: e^x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> exp_cases() {
  return unary_cases(percept::exp, {0, 1, -1, 2},
                     {1, 2.718281828459045, 0.36787944117144233, 7.38905609893065}, {.low = -3, .high = 3});
}

}  // namespace percept::proof
