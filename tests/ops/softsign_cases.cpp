// softsign: x / (1 + |x|)
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> softsign_cases() {
  return unary_cases(percept::softsign, {-2, -0.25, 0.3, 4},
                     {-0.6666666666666666, -0.2, 0.23076923076923075, 0.8}, {.low = -4, .high = 4});
}

}  // namespace percept::proof
