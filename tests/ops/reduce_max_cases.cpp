// reduce_max: the largest over some axes
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> reduce_max_cases() {
  auto over = [](ReduceOptions o) {
    return [o](Graph&, const Values& x) { return Values{reduce_max(x[0], o)}; };
  };
  return {
      {"golden", {given({2, 3}, {1, 5, 2, 7, 3, 6})}, over({.axes = {1}}), {{2}}, {{5, 7}}},
      {"all", {given({2, 3}, {1, 5, 2, 7, 3, 6})}, over({}), {{}}, {{7}}},
      {"kept", {{.shape = {3, 7, 17}, .distinct = true}}, over({.axes = {0, 2}, .keep = true}), {{1, 7, 1}}},
      {"middle axis", {{.shape = {3, 7, 17}, .distinct = true}}, over({.axes = {-2}}), {{3, 17}}},
      {"f64", {{.shape = {4, 3}, .dtype = DType::f64, .distinct = true}}, over({.axes = {0}}), {{3}}},
      {"no rows", {{.shape = {0, 3}}}, over({.axes = {1}}), {{0}}},
      {"special",
       {given({2, 3}, {kNan, 1, 2, -kInf, -kInf, -kInf})},
       over({.axes = {1}}),
       {{2}},
       {{kNan, -kInf}}},
      {"the smallest",
       {given({2, 3}, {1, 5, 2, 7, 3, 6})},
       [](Graph&, const Values& x) { return Values{reduce_min(x[0], {.axes = {1}})}; },
       {{2}},
       {{1, 3}}},
      {"logsumexp",
       {given({3}, {1000, 1000, -5})},
       [](Graph&, const Values& x) { return Values{logsumexp(x[0])}; },
       {{}},
       {{1000.6931471805599}}},
      {"logsumexp of rows",
       {{.shape = {3, 7}, .distinct = true}},
       [](Graph&, const Values& x) { return Values{logsumexp(x[0], {.axes = {1}})}; },
       {{3}}},
  };
}

}  // namespace percept::proof
