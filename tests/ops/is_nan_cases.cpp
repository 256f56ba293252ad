// is_nan: as bool
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> is_nan_cases() {
  auto y = unary(percept::is_nan);
  return {
      {"golden", {given({12}, kSpecial)}, y, {{12}}, {{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}},
      {"awkward", {{.shape = {3, 7, 17}}}, y, {{3, 7, 17}}},
      {"f64", {{.shape = {3}, .dtype = DType::f64}}, y, {{3}}},
      {"empty", {{.shape = {0, 2}}}, y, {{0, 2}}},
  };
}

}  // namespace percept::proof
