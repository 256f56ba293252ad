// reduce_sum, and reduce_mean which is made of it
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> reduce_sum_cases() {
  auto sum = [](ReduceOptions o) {
    return [o](Graph&, const Values& x) { return Values{reduce_sum(x[0], o)}; };
  };
  auto mean = [](ReduceOptions o) {
    return [o](Graph&, const Values& x) { return Values{reduce_mean(x[0], o)}; };
  };
  InputSpec six = given({2, 3}, {1, 2, 3, 4, 5, 6});
  return {
      {"golden all", {six}, sum({}), {{}}, {{21}}},
      {"golden rows", {six}, sum({.axes = {1}}), {{2}}, {{6, 15}}},
      {"golden columns", {six}, sum({.axes = {0}, .keep = true}), {{1, 3}}, {{5, 7, 9}}},
      {"mean", {six}, mean({}), {{}}, {{3.5}}},
      {"mean of rows", {six}, mean({.axes = {-1}, .keep = true}), {{2, 1}}, {{2, 5}}},
      {"all", {{.shape = {3, 7, 5}}}, sum({}), {{}}},
      {"front", {{.shape = {7, 33}}}, sum({.axes = {0}}), {{33}}},
      {"middle", {{.shape = {3, 17, 7}}}, sum({.axes = {1}}), {{3, 7}}},
      {"channels", {{.shape = {3, 7, 4, 5}}}, sum({.axes = {0, 2, 3}}), {{7}}},
      {"outer two", {{.shape = {3, 7, 5}}}, sum({.axes = {0, 2}, .keep = true}), {{1, 7, 1}}},
      {"an axis of one", {{.shape = {3, 1, 2}}}, sum({.axes = {1}}), {{3, 2}}},
      {"one", {{.shape = {1}}}, sum({}), {{}}},
      {"squares",
       {{.shape = {4, 3}}},
       [](Graph&, const Values& x) { return Values{reduce_sum(x[0] * x[0], {.axes = {1}})}; },
       {{4}}},
      {"of nothing", {{.shape = {0, 3}}}, sum({.axes = {0}}), {{3}}, {{0, 0, 0}}},
      {"mean of nothing",
       {{.shape = {0, 3}}},
       [](Graph&, const Values& x) { return Values{reduce_sum(x[0])}; },
       {{}},
       {{0}}},
      {"f64", {{.shape = {3, 4}, .dtype = DType::f64}}, sum({.axes = {0}}), {{4}}},
      {"bias gradient", {{.shape = {64, 120}}}, sum({.axes = {0}}), {{120}}, {}, 0, false},
      {"bias gradient of a convolution",
       {{.shape = {64, 6, 28, 28}, .low = 0}},
       sum({.axes = {0, 2, 3}}),
       {{6}},
       {},
       0,
       false},
      {"many", {{.shape = {300, 1001}, .low = 0}}, sum({}), {{}}, {}, 0, false, false, 1e-4},
      {"variance",
       {given({4}, {1, 2, 3, 4})},
       [](Graph&, const Values& x) {
         return Values{variance(x[0]), variance(x[0], {}, 1)};
       },
       {{}, {}},
       {{1.25}, {1.6666666666666667}}},
      {"variance of rows",
       {{.shape = {3, 7}}},
       [](Graph&, const Values& x) { return Values{variance(x[0], {.axes = {1}, .keep = true})}; },
       {{3, 1}}},
  };
}

}  // namespace percept::proof
