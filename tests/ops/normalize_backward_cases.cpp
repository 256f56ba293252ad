// normalize_backward: the gradient of normalize
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> normalize_backward_cases() {
  auto over = [](std::vector<std::int64_t> axes) {
    return [axes](Graph&, const Values& x) { return Values{normalize_backward(x[0], x[1], x[2], {axes})}; };
  };
  auto inputs = [](Shape shape, Shape statistic, DType dtype = DType::f32) {
    return std::vector<InputSpec>{{.shape = shape, .dtype = dtype},
                                  {.shape = shape, .dtype = dtype},
                                  {.shape = statistic, .dtype = dtype, .low = 0.5, .high = 2}};
  };
  return {
      // y = -1, 1 with variance 1: what is left is what neither the mean nor y itself explains.
      {"golden",
       {given({4}, {1, 0, 0, 0}), given({4}, {-1, -1, 1, 1}), given({1}, {1 - 1e-5})},
       over({0}),
       {{4}},
       {{0.5, -0.5, 0, 0}}},
      {"batch", inputs({3, 5, 4, 7}, {1, 5, 1, 1}), over({0, 2, 3}), {{3, 5, 4, 7}}},
      {"instance", inputs({3, 5, 4, 7}, {3, 5, 1, 1}), over({2, 3}), {{3, 5, 4, 7}}},
      {"layer", inputs({7, 33}, {7, 1}), over({1}), {{7, 33}}},
      {"features", inputs({17, 3}, {1, 3}), over({0}), {{17, 3}}},
      {"alternating axes", inputs({2, 3, 4, 5}, {2, 1, 4, 1}), over({1, 3}), {{2, 3, 4, 5}}},
      {"large", inputs({16, 33, 28, 28}, {1, 33, 1, 1}), over({0, 2, 3}), {{16, 33, 28, 28}}, {}, 0, false},
      {"large layer", inputs({600, 257}, {600, 1}), over({1}), {{600, 257}}, {}, 0, false},
      {"inputs that depend on one another",
       {{.shape = {7, 5}, .low = -2, .high = 3}},
       [](Graph&, const Values& x) {
         auto [y, mean, variance] = normalize(x[0], {{1}});
         return Values{normalize_backward(y * y, y, variance, {{1}})};
       },
       {{7, 5}}},
      {"one value as two inputs",
       {{.shape = {7, 5}}, {.shape = {7, 1}, .low = 0.5, .high = 2}},
       [](Graph&, const Values& x) { return Values{normalize_backward(x[0], x[0], x[1], {{1}})}; },
       {{7, 5}}},
      {"f64", inputs({3, 4}, {3, 1}, DType::f64), over({1}), {{3, 4}}},
      {"empty batch", inputs({0, 5}, {0, 1}), over({1}), {{0, 5}}},
  };
}

}  // namespace percept::proof
