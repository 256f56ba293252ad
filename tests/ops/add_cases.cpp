// add: a + b, with broadcasting
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> add_cases() {
  auto y = binary(percept::add);
  return {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({2, 2}, {10, 20, 30, -4})},
       y,
       {{2, 2}},
       {{11, 22, 33, 0}},
       1e-7},
      {"awkward", {{.shape = {3, 7, 17}}, {.shape = {3, 7, 17}}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}}, {.shape = {33, 33}}}, y, {{33, 33}}, {}, 0, true, false},
      {"a number", {{.shape = {5, 3}}, {.shape = {}}}, y, {{5, 3}}},
      {"a number first", {{.shape = {}}, {.shape = {5, 3}}}, y, {{5, 3}}},
      {"a row", {{.shape = {4, 7}}, {.shape = {7}}}, y, {{4, 7}}},
      {"a column", {{.shape = {4, 1}}, {.shape = {4, 7}}}, y, {{4, 7}}},
      {"row and column", {{.shape = {1, 3}}, {.shape = {2, 1}}}, y, {{2, 3}}},
      {"channels", {{.shape = {2, 3, 2, 2}}, {.shape = {3, 1, 1}}}, y, {{2, 3, 2, 2}}},
      {"empty", {{.shape = {0, 5}}, {.shape = {5}}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64}, {.shape = {4, 3}, .dtype = DType::f64}}, y, {{4, 3}}},
      {"with itself",
       {{.shape = {3, 3}}},
       [](Graph&, const Values& x) { return Values{percept::add(x[0], x[0])}; },
       {{3, 3}}},
      {"whole numbers",
       {given({3}, {1, 3, -5}, DType::i64), given({3}, {5, -2, -4}, DType::i64)},
       y,
       {{3}},
       {{6, 1, -9}}},
      {"large", {{.shape = {70, 1001}}, {.shape = {70, 1001}}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial), given({12}, kSpecialBeside)}, y, {{12}}},
  };
}

}  // namespace percept::proof
