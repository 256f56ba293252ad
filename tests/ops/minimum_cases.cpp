// minimum: the smaller of two numbers
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> minimum_cases() {
  std::vector<OpCase> cases = binary_cases(percept::minimum, {1, 2, 5, -1}, {3, -2, 5, 0}, {1, -2, 5, -1});
  cases.push_back({"whole numbers",
                   {given({3}, {1, 3, -5}, DType::i64), given({3}, {5, -2, -4}, DType::i64)},
                   binary(percept::minimum),
                   {{3}},
                   {{1, -2, -5}}});
  return cases;
}

}  // namespace percept::proof
