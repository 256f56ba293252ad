// prelu, glu, swiglu, maxout
#include <cmath>

#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> gates_cases() {
  auto prelus = [](Graph&, const Values& x) { return Values{prelu(x[0], x[1])}; };
  InputSpec off_zero{.shape = {2, 3, 4, 5}, .kinks = {0}};
  double half = 1 / (1 + std::exp(-1.0));
  return {
      {"prelu by hand",
       {given({1, 2, 2}, {-1, 2, -3, 4}), given({2}, {0.5, 0.1})},
       prelus,
       {{1, 2, 2}},
       {{-0.5, 2, -0.3, 4}}},
      {"prelu, one slope", {off_zero, {.shape = {1}}}, prelus, {{2, 3, 4, 5}}},
      {"prelu, a slope a channel", {off_zero, {.shape = {3}}}, prelus, {{2, 3, 4, 5}}},
      {"prelu of features", {{.shape = {7, 3}, .kinks = {0}}, {.shape = {3}}}, prelus, {{7, 3}}},
      {"glu by hand",
       {given({4}, {2, 3, 0, 1})},
       [](Graph&, const Values& x) { return Values{glu(x[0])}; },
       {{2}},
       {{1, 3 * half}}},
      {"glu",
       {{.shape = {3, 6, 5}}},
       [](Graph&, const Values& x) { return Values{glu(x[0], 1)}; },
       {{3, 3, 5}}},
      {"swiglu by hand",
       {given({2}, {1, 5})},
       [](Graph&, const Values& x) { return Values{swiglu(x[0])}; },
       {{1}},
       {{5 * half}}},
      {"swiglu",
       {{.shape = {3, 34}}},
       [](Graph&, const Values& x) { return Values{swiglu(x[0])}; },
       {{3, 17}}},
      {"maxout by hand",
       {given({1, 4}, {1, 5, 3, 2})},
       [](Graph&, const Values& x) { return Values{maxout(x[0], 2)}; },
       {{1, 2}},
       {{5, 3}}},
      {"maxout of channels",
       {{.shape = {2, 15, 3, 3}, .distinct = true}},
       [](Graph&, const Values& x) { return Values{maxout(x[0], 5)}; },
       {{2, 3, 3, 3}}},
  };
}

}  // namespace percept::proof
