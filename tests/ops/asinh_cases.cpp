// asinh: ln(x + sqrt(x^2 + 1))
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> asinh_cases() {
  return unary_cases(percept::asinh, {0, 0.5, -1, 3},
                     {0, 0.48121182505960347, -0.881373587019543, 1.8184464592320668},
                     {.low = -3, .high = 3});
}

}  // namespace percept::proof
