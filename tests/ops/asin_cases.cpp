// asin: arcsin x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> asin_cases() {
  return unary_cases(percept::asin, {0, 0.5, -1, 1},
                     {0, 0.5235987755982989, -1.5707963267948966, 1.5707963267948966},
                     {.low = -0.9, .high = 0.9});
}

}  // namespace percept::proof
