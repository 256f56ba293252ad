// div: a / b, with broadcasting
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> div_cases() {
  auto y = binary(percept::div);
  return {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({2, 2}, {10, 4, -2, 0.5})},
       y,
       {{2, 2}},
       {{0.1, 0.5, -1.5, 8}},
       1e-7},
      {"awkward", {{.shape = {3, 7, 17}}, {.shape = {3, 7, 17}, .low = 0.5, .high = 2}}, y, {{3, 7, 17}}},
      {"33 by 33",
       {{.shape = {33, 33}}, {.shape = {33, 33}, .low = 0.5, .high = 2}},
       y,
       {{33, 33}},
       {},
       0,
       true,
       false},
      {"a number", {{.shape = {5, 3}}, {.shape = {}, .low = 0.5, .high = 2}}, y, {{5, 3}}},
      {"a number first", {{.shape = {}}, {.shape = {5, 3}, .low = 0.5, .high = 2}}, y, {{5, 3}}},
      {"a row", {{.shape = {4, 7}}, {.shape = {7}, .low = 0.5, .high = 2}}, y, {{4, 7}}},
      {"a column", {{.shape = {4, 1}}, {.shape = {4, 7}, .low = 0.5, .high = 2}}, y, {{4, 7}}},
      {"row and column", {{.shape = {1, 3}}, {.shape = {2, 1}, .low = 0.5, .high = 2}}, y, {{2, 3}}},
      {"channels", {{.shape = {2, 3, 2, 2}}, {.shape = {3, 1, 1}, .low = 0.5, .high = 2}}, y, {{2, 3, 2, 2}}},
      {"empty", {{.shape = {0, 5}}, {.shape = {5}, .low = 0.5, .high = 2}}, y, {{0, 5}}},
      {"f64",
       {{.shape = {4, 3}, .dtype = DType::f64},
        {.shape = {4, 3}, .dtype = DType::f64, .low = 0.5, .high = 2}},
       y,
       {{4, 3}}},
      {"with itself",
       {{.shape = {3, 3}, .low = 0.5, .high = 2}},
       [](Graph&, const Values& x) { return Values{percept::div(x[0], x[0])}; },
       {{3, 3}}},
      {"whole numbers",
       {given({3}, {1, 3, -5}, DType::i64), given({3}, {5, -2, -4}, DType::i64)},
       y,
       {{3}},
       {{0, -1, 1}}},
      {"whole numbers that trap",
       {given({2}, {7, -2147483648.0}, DType::i32), given({2}, {0, -1}, DType::i32)},
       y,
       {{2}},
       {{0, -2147483648.0}}},
      {"large",
       {{.shape = {70, 1001}}, {.shape = {70, 1001}, .low = 0.5, .high = 2}},
       y,
       {{70, 1001}},
       {},
       0,
       false},
      {"special", {given({12}, kSpecial), given({12}, kSpecialBeside)}, y, {{12}}},
  };
}

}  // namespace percept::proof
