// atanh: ln((1 + x) / (1 - x)) / 2
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> atanh_cases() {
  return unary_cases(percept::atanh, {0, 0.5, -0.9}, {0, 0.5493061443340548, -1.4722194895832204},
                     {.low = -0.8, .high = 0.8});
}

}  // namespace percept::proof
