// sigmoid: 1 / (1 + e^-x); the golden values are those of a table of activations
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> sigmoid_cases() {
  auto y = unary(percept::sigmoid);
  return {
      {"golden",
       {given({5}, {-2, -1, 0, 1, 2})},
       y,
       {{5}},
       {{0.11920292202211755, 0.2689414213699951, 0.5, 0.7310585786300049, 0.8807970779778823}},
       1e-7},
      {"one", {{.shape = {1}, .low = -4, .high = 4}}, y, {{1}}},
      {"a number", {{.shape = {}, .low = -4, .high = 4}}, y, {{}}},
      {"awkward", {{.shape = {3, 7, 17}, .low = -4, .high = 4}}, y, {{3, 7, 17}}},
      {"33 by 33", {{.shape = {33, 33}, .low = -4, .high = 4}}, y, {{33, 33}}, {}, 0, true, false},
      {"empty", {{.shape = {0, 5}, .low = -4, .high = 4}}, y, {{0, 5}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .low = -4, .high = 4}}, y, {{4, 3}}},
      {"large", {{.shape = {70, 1001}, .low = -4, .high = 4}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
