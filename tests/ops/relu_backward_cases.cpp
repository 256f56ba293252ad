// relu_backward: the gradient where the output was positive
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> relu_backward_cases() {
  auto y = binary(percept::relu_backward);
  InputSpec output{.shape = {3, 7}, .kinks = {0}};
  return {
      {"golden", {given({5}, {1, 2, 3, 4, 5}), given({5}, {-1, 0, 1, 0, 2})}, y, {{5}}, {{0, 0, 3, 0, 5}}},
      {"awkward", {{.shape = {3, 7}}, output}, y, {{3, 7}}},
      {"33 by 33",
       {{.shape = {33, 33}}, {.shape = {33, 33}, .kinks = {0}}},
       y,
       {{33, 33}},
       {},
       0,
       true,
       false},
      {"empty", {{.shape = {0, 2}}, {.shape = {0, 2}}}, y, {{0, 2}}},
      {"f64",
       {{.shape = {4}, .dtype = DType::f64}, {.shape = {4}, .dtype = DType::f64, .kinks = {0}}},
       y,
       {{4}}},
      {"of relu itself",
       {{.shape = {4, 5}, .kinks = {0}}},
       [](Graph&, const Values& x) { return Values{relu_backward(x[0], relu(x[0]))}; },
       {{4, 5}}},
      {"large", {{.shape = {70, 1001}}, {.shape = {70, 1001}}}, y, {{70, 1001}}, {}, 0, false},
      {"special", {given({12}, kSpecialBeside), given({12}, kSpecial)}, y, {{12}}},
  };
}

}  // namespace percept::proof
