// log1p: ln(1 + x), exact near zero
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> log1p_cases() {
  return unary_cases(percept::log1p, {0, 1e-10, 1, -0.5},
                     {0, 9.999999999500001e-11, 0.6931471805599453, -0.6931471805599453},
                     {.low = -0.6, .high = 4});
}

}  // namespace percept::proof
