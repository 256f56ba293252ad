// resample: another number of places along an axis
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> resample_cases() {
  auto to = [](ResampleOptions o) {
    return [o](Graph&, const Values& x) { return Values{resample(x[0], o)}; };
  };
  InputSpec four = given({4}, {1, 2, 3, 4});
  return {
      {"nearest, twice", {four}, to({.size = 8}), {{8}}, {{1, 1, 2, 2, 3, 3, 4, 4}}},
      {"nearest, fewer", {four}, to({.size = 3}), {{3}}, {{1, 2, 3}}},
      {"linear, twice",
       {four},
       to({.size = 8, .mode = "linear"}),
       {{8}},
       {{1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4}}},
      {"linear, corners",
       {four},
       to({.size = 7, .mode = "linear", .align_corners = true}),
       {{7}},
       {{1, 1.5, 2, 2.5, 3, 3.5, 4}}},
      // On a straight line the cubic stays on it, away from the ends.
      {"cubic, corners",
       {given({6}, {0, 1, 2, 3, 4, 5})},
       [](Graph&, const Values& x) {
         Value y = resample(x[0], {.size = 11, .mode = "cubic", .align_corners = true});
         return Values{slice(y, {.axis = 0, .begin = 3, .end = 8})};
       },
       {{5}},
       {{1.5, 2, 2.5, 3, 3.5}}},
      {"area, halves", {four}, to({.size = 2, .mode = "area"}), {{2}}, {{1.5, 3.5}}},
      {"area, overlapping", {four}, to({.size = 3, .mode = "area"}), {{3}}, {{1.5, 2.5, 3.5}}},
      {"one place", {given({1}, {5})}, to({.size = 3, .mode = "linear"}), {{3}}, {{5, 5, 5}}},
      {"middle axis", {{.shape = {3, 7, 5}}}, to({.axis = 1, .size = 17, .mode = "cubic"}), {{3, 17, 5}}},
      {"fewer, linear", {{.shape = {2, 17, 3}}}, to({.axis = 1, .size = 7, .mode = "linear"}), {{2, 7, 3}}},
      {"f64", {{.shape = {3, 5}, .dtype = DType::f64}}, to({.axis = 0, .size = 7, .mode = "area"}), {{7, 5}}},
      {"empty batch", {{.shape = {0, 5}}}, to({.size = 3}), {{0, 3}}},
  };
}

}  // namespace percept::proof
