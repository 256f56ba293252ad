// reshape: the same elements in row-major order under another shape
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> reshape_cases() {
  auto to = [](Shape shape) {
    return [shape](Graph&, const Values& x) { return Values{reshape(x[0], shape)}; };
  };
  return {
      {"golden", {given({2, 3}, {1, 2, 3, 4, 5, 6})}, to({3, 2}), {{3, 2}}, {{1, 2, 3, 4, 5, 6}}},
      {"the rest", {{.shape = {3, 4, 5}}}, to({3, -1}), {{3, 20}}},
      {"a size is kept", {{.shape = {3, 4, 5}}}, to({0, 2, -1}), {{3, 2, 10}}},
      {"to a number", {{.shape = {1, 1}}}, to({}), {{}}},
      {"from a number", {{.shape = {}}}, to({1, 1, 1}), {{1, 1, 1}}},
      {"nothing", {{.shape = {0, 4}}}, to({0, 2, 2}), {{0, 2, 2}}},
      {"nothing, one axis more", {{.shape = {0, 2}}}, to({1, 0, 2}), {{1, 0, 2}}},
      {"nothing, turned", {{.shape = {2, 3, 0}}}, to({0, 3}), {{0, 3}}},
      {"flatten",
       {{.shape = {2, 3, 4, 5}}},
       [](Graph&, const Values& x) { return Values{flatten(x[0])}; },
       {{2, 60}}},
      {"flatten no images",
       {{.shape = {0, 16, 5, 5}}},
       [](Graph&, const Values& x) { return Values{flatten(x[0])}; },
       {{0, 400}}},
      {"flatten a number",
       {{.shape = {}}},
       [](Graph&, const Values& x) { return Values{flatten(x[0])}; },
       {{1, 1}}},
      {"to another's shape",
       {{.shape = {2, 6}}, {.shape = {3, 4}}},
       [](Graph&, const Values& x) { return Values{reshape(x[0], shape_of(x[1])) * x[1]}; },
       {{3, 4}}},
      {"there and back",
       {{.shape = {3, 7}}},
       [](Graph&, const Values& x) {
         return Values{tanh(reshape(reshape(x[0], {21}), {7, 3}))};
       },
       {{7, 3}}},
      {"i64", {given({4}, {1, 2, 3, 4}, DType::i64)}, to({2, 2}), {{2, 2}}, {{1, 2, 3, 4}}},
      {"without an axis",
       {{.shape = {3, 1, 2}}},
       [](Graph&, const Values& x) { return Values{squeeze(x[0], 1)}; },
       {{3, 2}}},
      {"with one more",
       {{.shape = {3, 2}}},
       [](Graph&, const Values& x) { return Values{unsqueeze(x[0], -1)}; },
       {{3, 2, 1}}},
  };
}

}  // namespace percept::proof
