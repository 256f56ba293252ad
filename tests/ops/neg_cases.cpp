// neg: -x
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> neg_cases() {
  auto y = unary(percept::neg);
  return {
      {"golden", {given({3}, {0, 1, -2.5})}, y, {{3}}, {{0, -1, 2.5}}, 1e-7},
      {"one", {{.shape = {1}}}, y, {{1}}},
      {"a number", {{.shape = {}}}, y, {{}}},
      {"awkward", {{.shape = {3, 7, 17}}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}}}, y, {{33, 33}}, {}, 0, true, false},
      {"empty", {{.shape = {0, 5}}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
