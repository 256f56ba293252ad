// normalize: mean 0 and variance 1 over some axes
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> normalize_cases() {
  auto over = [](std::vector<std::int64_t> axes, double epsilon = 1e-5) {
    return [axes, epsilon](Graph&, const Values& x) {
      auto [y, mean, variance] = normalize(x[0], {axes, epsilon});
      return Values{y, mean, variance};
    };
  };
  auto only = [](std::vector<std::int64_t> axes) {
    return [axes](Graph&, const Values& x) { return Values{normalize(x[0], {axes}).output}; };
  };
  InputSpec image{.shape = {3, 5, 4, 7}, .low = -2, .high = 3};
  return {
      {"golden",
       {given({4}, {1, 2, 3, 4})},
       over({0}),
       {{4}, {1}, {1}},
       {{-1.34163542, -0.44721181, 0.44721181, 1.34163542}, {2.5}, {1.25}}},
      {"constant",
       {given({2, 3}, {5, 5, 5, 1, 1, 1})},
       over({1}),
       {{2, 3}, {2, 1}, {2, 1}},
       {{0, 0, 0, 0, 0, 0}, {5, 1}, {0, 0}}},
      {"batch", {image}, over({0, 2, 3}), {{3, 5, 4, 7}, {1, 5, 1, 1}, {1, 5, 1, 1}}},
      {"batch, the output alone", {image}, only({0, 2, 3}), {{3, 5, 4, 7}}},
      {"instance", {image}, only({2, 3}), {{3, 5, 4, 7}}},
      {"layer", {{.shape = {7, 33}}}, over({-1}), {{7, 33}, {7, 1}, {7, 1}}},
      {"features", {{.shape = {17, 3}}}, only({0}), {{17, 3}}},
      {"alternating axes",
       {{.shape = {2, 3, 4, 5}, .low = -2, .high = 3}},
       over({1, 3}),
       {{2, 3, 4, 5}, {2, 1, 4, 1}, {2, 1, 4, 1}}},
      {"far from zero",
       {{.shape = {4, 64}, .low = 1000, .high = 1001}},
       only({1}),
       {{4, 64}},
       {},
       0,
       false,
       false,
       1e-3},
      {"large", {{.shape = {16, 33, 28, 28}}}, only({0, 2, 3}), {{16, 33, 28, 28}}, {}, 0, false},
      {"large layer", {{.shape = {600, 257}}}, only({1}), {{600, 257}}, {}, 0, false},
      {"f64", {{.shape = {3, 4}, .dtype = DType::f64}}, over({1}), {{3, 4}, {3, 1}, {3, 1}}},
      {"empty batch", {{.shape = {0, 5}}}, only({1}), {{0, 5}}},
  };
}

}  // namespace percept::proof
