// logical_not: of bools
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> logical_not_cases() {
  auto y = unary(percept::logical_not);
  return {
      {"golden", {given({2}, {0, 1}, DType::boolean)}, y, {{2}}, {{1, 0}}},
      {"awkward", {{.shape = {3, 7, 17}, .dtype = DType::boolean, .low = 0, .high = 2}}, y, {{3, 7, 17}}},
      {"a number", {given({}, {1}, DType::boolean)}, y, {{}}, {{0}}},
      {"empty", {given({0}, {}, DType::boolean)}, y, {{0}}},
  };
}

}  // namespace percept::proof
