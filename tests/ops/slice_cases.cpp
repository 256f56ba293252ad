// slice: positions of one axis, as in Python
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> slice_cases() {
  auto cut = [](SliceOptions o) { return [o](Graph&, const Values& x) { return Values{slice(x[0], o)}; }; };
  InputSpec ten = given({10}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  return {
      {"golden", {ten}, cut({.begin = 2, .end = 5}), {{3}}, {{2, 3, 4}}},
      {"step", {ten}, cut({.begin = 1, .step = 3}), {{3}}, {{1, 4, 7}}},
      {"from the end", {ten}, cut({.begin = -3}), {{3}}, {{7, 8, 9}}},
      {"to the end", {ten}, cut({.begin = 7, .end = -1}), {{2}}, {{7, 8}}},
      {"clamped", {ten}, cut({.begin = 8, .end = 100}), {{2}}, {{8, 9}}},
      {"backwards", {ten}, cut({.begin = 8, .end = 2, .step = -3}), {{2}}, {{8, 5}}},
      {"reversed",
       {ten},
       [](Graph&, const Values& x) { return Values{flip(x[0], 0)}; },
       {{10}},
       {{9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}},
      {"nothing", {ten}, cut({.begin = 5, .end = 5}), {{0}}},
      {"middle axis", {{.shape = {3, 7, 17}}}, cut({.axis = 1, .begin = 2, .end = 6}), {{3, 4, 17}}},
      {"last axis, step",
       {{.shape = {3, 7}}},
       cut({.axis = -1, .begin = 6, .end = -8, .step = -2}),
       {{3, 4}}},
      {"f64", {{.shape = {5, 3}, .dtype = DType::f64}}, cut({.begin = 1}), {{4, 3}}},
      {"empty", {{.shape = {0, 3}}}, cut({.axis = 1, .begin = 1}), {{0, 2}}},
      {"split",
       {{.shape = {3, 5}}},
       [](Graph&, const Values& x) {
         return split(x[0], {2, 3}, 1);
       },
       {{3, 2}, {3, 3}}},
  };
}

}  // namespace percept::proof
