// sin: sin x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> sin_cases() {
  return unary_cases(percept::sin, {0, 0.5, -1, 3},
                     {0, 0.479425538604203, -0.8414709848078965, 0.1411200080598672}, {.low = -4, .high = 4});
}

}  // namespace percept::proof
