// less: a comparison, as bool
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> less_cases() {
  auto y = binary(percept::less);
  InputSpec bytes{.shape = {2, 9}, .dtype = DType::u8, .low = 0, .high = 3};
  return {
      {"golden", {given({3}, {1, 2, 3}), given({3}, {2, 2, 2})}, y, {{3}}, {{1, 0, 0}}},
      {"whole numbers",
       {given({3}, {1, 2, 3}, DType::i64), given({}, {2}, DType::i64)},
       y,
       {{3}},
       {{1, 0, 0}}},
      {"awkward", {{.shape = {3, 7, 17}}, {.shape = {7, 1}}}, y, {{3, 7, 17}}},
      {"u8", {bytes, bytes}, y, {{2, 9}}},
      {"empty", {{.shape = {0}}, {.shape = {0}}}, y, {{0}}},
      {"large", {{.shape = {70, 1001}}, {.shape = {70, 1001}}}, y, {{70, 1001}}},
      {"special", {given({12}, kSpecial), given({12}, kSpecialBeside)}, y, {{12}}},
  };
}

}  // namespace percept::proof
