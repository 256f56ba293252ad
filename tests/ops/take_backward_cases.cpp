// take_backward: the gradient of take
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> take_backward_cases() {
  auto add = [](ScatterOptions o) {
    return [o](Graph&, const Values& x) { return Values{take_backward(x[0], x[1], o)}; };
  };
  return {
      {"golden",
       {given({3, 1}, {1, 2, 4}), given({3}, {2, 0, 2}, DType::i64)},
       add({.size = 4}),
       {{4, 1}},
       {{2, 0, 5, 0}}},
      {"middle axis",
       {{.shape = {3, 5, 2}}, {.shape = {5}, .dtype = DType::i64, .low = 0, .high = 7}},
       add({.axis = 1, .size = 7}),
       {{3, 7, 2}}},
      {"words",
       {{.shape = {4, 5, 3}}, {.shape = {4, 5}, .dtype = DType::i64, .low = 0, .high = 17}},
       add({.size = 17}),
       {{17, 3}}},
      {"f64",
       {{.shape = {6}, .dtype = DType::f64}, {.shape = {6}, .dtype = DType::i32, .low = 0, .high = 4}},
       add({.size = 4}),
       {{4}}},
      {"outside",
       {given({3}, {1, 2, 4}), given({3}, {9, 0, -9}, DType::i64)},
       add({.size = 2}),
       {{2}},
       {{2, 0}}},
      {"none", {{.shape = {0, 3}}, given({0}, {}, DType::i64)}, add({.size = 2}), {{2, 3}}},
  };
}

}  // namespace percept::proof
