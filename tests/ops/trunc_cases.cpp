// trunc: x without its fraction
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> trunc_cases() {
  return unary_cases(percept::trunc, {1.5, -1.5, 2, -0.2}, {1, -1, 2, 0},
                     {.low = -2.9, .high = 2.9, .kinks = {-2, -1, 0, 1, 2}});
}

}  // namespace percept::proof
