// resample_backward: the gradient of resample
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> resample_backward_cases() {
  auto from = [](std::int64_t size, ResampleOptions o) {
    return [size, o](Graph&, const Values& x) { return Values{resample_backward(x[0], {size, o})}; };
  };
  return {
      {"nearest", {given({4}, {1, 2, 3, 4})}, from(2, {.size = 4}), {{2}}, {{3, 7}}},
      {"linear", {given({4}, {4, 4, 4, 4})}, from(2, {.size = 4, .mode = "linear"}), {{2}}, {{8, 8}}},
      {"area", {given({2}, {1, 3})}, from(4, {.size = 2, .mode = "area"}), {{4}}, {{0.5, 0.5, 1.5, 1.5}}},
      {"middle axis",
       {{.shape = {3, 17, 5}}},
       from(7, {.axis = 1, .size = 17, .mode = "cubic"}),
       {{3, 7, 5}}},
      {"fewer", {{.shape = {2, 7, 3}}}, from(17, {.axis = 1, .size = 7, .mode = "linear"}), {{2, 17, 3}}},
      {"f64",
       {{.shape = {7, 5}, .dtype = DType::f64}},
       from(3, {.axis = 0, .size = 7, .mode = "area"}),
       {{3, 5}}},
  };
}

}  // namespace percept::proof
