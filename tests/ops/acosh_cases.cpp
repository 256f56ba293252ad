// acosh: ln(x + sqrt(x^2 - 1))
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> acosh_cases() {
  return unary_cases(percept::acosh, {1, 1.5, 2, 3},
                     {0, 0.9624236501192069, 1.3169578969248166, 1.762747174039086}, {.low = 1.2, .high = 4});
}

}  // namespace percept::proof
