// abs: |x|
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> abs_cases() {
  std::vector<OpCase> cases =
      unary_cases(percept::abs, {0, 1, -2.5}, {0, 1, 2.5}, {.low = -1, .high = 1, .kinks = {0}});
  cases.push_back(
      {"whole numbers", {given({3}, {-4, 0, 7}, DType::i32)}, unary(percept::abs), {{3}}, {{4, 0, 7}}});
  return cases;
}

}  // namespace percept::proof
