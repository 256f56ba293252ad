// argsort: positions in order
#include "ops/op_case.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> argsort_cases() {
  auto order = [](SortOptions o) {
    return [o](Graph&, const Values& x) { return Values{argsort(x[0], o)}; };
  };
  return {
      {"golden", {given({4}, {3, 1, 2, 1})}, order({}), {{4}}, {{1, 3, 2, 0}}},
      {"descending", {given({4}, {3, 1, 2, 3})}, order({.descending = true}), {{4}}, {{0, 3, 2, 1}}},
      {"NaN last", {given({3}, {kNan, 1, kInf})}, order({}), {{3}}, {{1, 2, 0}}},
      {"whole numbers", {given({3}, {3, -1, 2}, DType::i64)}, order({}), {{3}}, {{1, 2, 0}}},
      {"middle axis", {{.shape = {3, 7, 17}}}, order({.axis = 1}), {{3, 7, 17}}},
      {"f64", {{.shape = {33}, .dtype = DType::f64}}, order({}), {{33}}},
      {"empty", {{.shape = {0, 5}}}, order({.axis = 0}), {{0, 5}}},
      {"sorted",
       {{.shape = {3, 7}, .distinct = true}},
       [](Graph&, const Values& x) { return Values{sort(x[0], {.axis = 1}).values}; },
       {{3, 7}}},
      {"the largest three",
       {given({5}, {3, 1, 9, 7, 2})},
       [](Graph&, const Values& x) {
         Sorted top = top_k(x[0], 3);
         return Values{top.values, top.positions};
       },
       {{3}, {3}},
       {{9, 7, 3}, {2, 3, 0}}},
  };
}

}  // namespace percept::proof
