// equal: whether two elements are the same, as bool
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> equal_cases() {
  auto y = binary(percept::equal);
  InputSpec digits{.shape = {3, 7}, .dtype = DType::i64, .low = 0, .high = 3};
  InputSpec bytes{.shape = {2, 9}, .dtype = DType::u8, .low = 0, .high = 2};
  return {
      {"golden", {given({4}, {1, 2, 3, -0.0}), given({4}, {1, 3, 3, 0})}, y, {{4}}, {{1, 0, 1, 1}}},
      {"i64", {digits, digits}, y, {{3, 7}}},
      {"u8", {bytes, bytes}, y, {{2, 9}}},
      {"i32 with a number",
       {given({3}, {5, 6, 5}, DType::i32), given({}, {5}, DType::i32)},
       y,
       {{3}},
       {{1, 0, 1}}},
      {"bool", {given({2}, {1, 0}, DType::boolean), given({2}, {1, 1}, DType::boolean)}, y, {{2}}, {{1, 0}}},
      {"empty", {{.shape = {0}}, {.shape = {0}}}, y, {{0}}},
      {"special",
       {given({12}, kSpecial), given({12}, kSpecial)},
       y,
       {{12}},
       {{0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}},
  };
}

}  // namespace percept::proof
