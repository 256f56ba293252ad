// relu: max(x, 0)
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> relu_cases() {
  auto y = unary(percept::relu);
  return {
      {"golden", {given({5}, {-2, -1, 0, 1, 2})}, y, {{5}}, {{0, 0, 0, 1, 2}}, 1e-7},
      {"one", {{.shape = {1}, .kinks = {0}}}, y, {{1}}},
      {"a number", {{.shape = {}, .kinks = {0}}}, y, {{}}},
      {"awkward", {{.shape = {3, 7, 17}, .kinks = {0}}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}, .kinks = {0}}}, y, {{33, 33}}, {}, 0, true, false},
      {"empty", {{.shape = {0, 5}, .kinks = {0}}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .kinks = {0}}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}, .kinks = {0}}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
