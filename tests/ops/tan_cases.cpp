// tan: tan x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> tan_cases() {
  return unary_cases(percept::tan, {0, 0.5, -1, 1.2},
                     {0, 0.5463024898437905, -1.5574077246549023, 2.5721516221263188},
                     {.low = -1.2, .high = 1.2});
}

}  // namespace percept::proof
