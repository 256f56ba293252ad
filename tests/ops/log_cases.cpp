// log: ln x
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> log_cases() {
  auto y = unary(percept::log);
  return {
      {"golden",
       {given({4}, {1, 2.718281828459045, 10, 0.5})},
       y,
       {{4}},
       {{0, 1, 2.302585092994046, -0.6931471805599453}},
       1e-7},
      {"one", {{.shape = {1}, .low = 0.2, .high = 4}}, y, {{1}}},
      {"a number", {{.shape = {}, .low = 0.2, .high = 4}}, y, {{}}},
      {"awkward", {{.shape = {3, 7, 17}, .low = 0.2, .high = 4}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}, .low = 0.2, .high = 4}}, y, {{33, 33}}, {}, 0, true, false},
      {"empty", {{.shape = {0, 5}, .low = 0.2, .high = 4}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .low = 0.2, .high = 4}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}, .low = 0.2, .high = 4}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
