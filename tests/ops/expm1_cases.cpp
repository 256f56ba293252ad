// expm1: e^x - 1, exact near zero
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> expm1_cases() {
  return unary_cases(percept::expm1, {0, 1e-10, 1, -1},
                     {0, 1.00000000005e-10, 1.718281828459045, -0.6321205588285577}, {.low = -3, .high = 3});
}

}  // namespace percept::proof
