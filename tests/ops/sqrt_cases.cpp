// sqrt: the square root of x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> sqrt_cases() {
  return unary_cases(percept::sqrt, {0, 1, 2, 4}, {0, 1, 1.4142135623730951, 2}, {.low = 0.2, .high = 4});
}

}  // namespace percept::proof
