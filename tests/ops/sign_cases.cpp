// sign: 1, 0 or -1
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> sign_cases() {
  std::vector<OpCase> cases =
      unary_cases(percept::sign, {2, 0, -3}, {1, 0, -1}, {.low = -1, .high = 1, .kinks = {0}});
  cases.push_back(
      {"whole numbers", {given({3}, {-4, 0, 7}, DType::i32)}, unary(percept::sign), {{3}}, {{-1, 0, 1}}});
  return cases;
}

}  // namespace percept::proof
