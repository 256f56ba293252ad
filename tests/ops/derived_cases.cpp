// Functions of one formula: squares, roots, logarithms, products, norms
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> derived_cases() {
  InputSpec positive{.shape = {3, 7}, .low = 0.5, .high = 3};
  auto product = [](ReduceOptions o) {
    return [o](Graph&, const Values& x) { return Values{reduce_prod(x[0], o)}; };
  };
  auto row = [](const std::vector<double>& v) { return given({std::int64_t(v.size())}, v); };
  return {
      {"square by hand", {row({-3, 2})}, unary(square), {{2}}, {{9, 4}}},
      {"rsqrt by hand", {row({4, 0.25})}, unary(rsqrt), {{2}}, {{0.5, 2}}},
      {"reciprocal by hand", {row({4, -0.5})}, unary(reciprocal), {{2}}, {{0.25, -2}}},
      {"log2 by hand", {row({8, 0.5})}, unary(percept::log2), {{2}}, {{3, -1}}},
      {"log10 by hand", {row({1000, 0.1})}, unary(percept::log10), {{2}}, {{3, -1}}},
      {"square", {positive}, unary(square), {{3, 7}}},
      {"rsqrt", {positive}, unary(rsqrt), {{3, 7}}},
      {"log2", {positive}, unary(percept::log2), {{3, 7}}},
      {"product by hand", {given({2, 3}, {1, 2, 3, 4, 5, 6})}, product({.axes = {1}}), {{2}}, {{6, 120}}},
      {"product with zeros",
       {{.shape = {2, 3}, .given = Tensor::from<float>({2, 3}, {0, 2, 3, 0, 0, 5})}},
       product({.axes = {1}}),
       {{2}},
       {{0, 0}}},
      {"product of all", {positive}, product({}), {{}}},
      {"product, kept", {positive}, product({.axes = {0}, .keep = true}), {{1, 7}}},
      {"product of nothing", {given({2, 0}, {})}, product({.axes = {1}}), {{2}}, {{1, 1}}},
      {"norm by hand",
       {given({1, 2}, {3, 4})},
       [](Graph&, const Values& x) { return Values{norm(x[0], {.axes = {1}})}; },
       {{1}},
       {{5}}},
      {"norm",
       {positive},
       [](Graph&, const Values& x) { return Values{norm(x[0], {.axes = {1}, .keep = true})}; },
       {{3, 1}}},
  };
}

}  // namespace percept::proof
