// tanh: (e^x - e^-x) / (e^x + e^-x)
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> tanh_cases() {
  auto y = unary(percept::tanh);
  return {
      {"golden",
       {given({4}, {0, 0.5, -0.5, 1})},
       y,
       {{4}},
       {{0, 0.46211715726000973, -0.46211715726000973, 0.7615941559557649}},
       1e-7},
      {"one", {{.shape = {1}, .low = -3, .high = 3}}, y, {{1}}},
      {"a number", {{.shape = {}, .low = -3, .high = 3}}, y, {{}}},
      {"awkward", {{.shape = {3, 7, 17}, .low = -3, .high = 3}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}, .low = -3, .high = 3}}, y, {{33, 33}}, {}, 0, true, false},
      {"empty", {{.shape = {0, 5}, .low = -3, .high = 3}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .low = -3, .high = 3}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}, .low = -3, .high = 3}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
