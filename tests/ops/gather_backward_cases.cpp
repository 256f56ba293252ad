// gather_backward: the gradient of gather
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> gather_backward_cases() {
  auto add = [](ScatterOptions o) {
    return [o](Graph&, const Values& x) { return Values{gather_backward(x[0], x[1], o)}; };
  };
  return {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({2, 2}, {0, 0, 1, 0}, DType::i64)},
       add({.axis = 1, .size = 3}),
       {{2, 3}},
       {{3, 0, 0, 4, 3, 0}}},
      {"middle axis",
       {{.shape = {3, 5, 2}}, {.shape = {3, 5, 2}, .dtype = DType::i64, .low = 0, .high = 7}},
       add({.axis = 1, .size = 7}),
       {{3, 7, 2}}},
      {"f64",
       {{.shape = {6}, .dtype = DType::f64}, {.shape = {6}, .dtype = DType::i32, .low = 0, .high = 4}},
       add({.size = 4}),
       {{4}}},
      {"into a tensor",
       {{.shape = {3, 4}}, {.shape = {3, 2}, .dtype = DType::i64, .low = 0, .high = 4}, {.shape = {3, 2}}},
       [](Graph&, const Values& x) { return Values{scatter_add(x[0], x[1], x[2], 1)}; },
       {{3, 4}}},
      {"none", {{.shape = {0, 3}}, given({0, 3}, {}, DType::i64)}, add({.axis = 1, .size = 2}), {{0, 2}}},
  };
}

}  // namespace percept::proof
