// logical_and: of bools
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> logical_and_cases() {
  auto y = binary(percept::logical_and);
  InputSpec bits{.shape = {3, 7}, .dtype = DType::boolean, .low = 0, .high = 2};
  return {
      {"golden",
       {given({4}, {0, 0, 1, 1}, DType::boolean), given({4}, {0, 1, 0, 1}, DType::boolean)},
       y,
       {{4}},
       {{0, 0, 0, 1}}},
      {"awkward", {bits, bits}, y, {{3, 7}}},
      {"a number", {bits, given({}, {1}, DType::boolean)}, y, {{3, 7}}},
      {"empty", {given({0}, {}, DType::boolean), given({0}, {}, DType::boolean)}, y, {{0}}},
  };
}

}  // namespace percept::proof
