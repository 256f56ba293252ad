// fill: every element the same number
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> fill_cases() {
  auto with = [](FillOptions o) { return [o](Graph& g, const Values&) { return Values{fill(g, o)}; }; };
  return {
      {"golden", {}, with({DType::f32, {2, 2}, 1.5}), {{2, 2}}, {{1.5, 1.5, 1.5, 1.5}}},
      {"a number", {}, with({DType::f32, {}, -1}), {{}}, {{-1}}},
      {"whole numbers", {}, with({DType::i64, {3}, 7}), {{3}}, {{7, 7, 7}}},
      {"bool", {}, with({DType::boolean, {2}, 1}), {{2}}, {{1, 1}}},
      {"empty", {}, with({DType::f32, {0, 4}, 1}), {{0, 4}}},
      {"many", {}, with({DType::f32, {33, 1001}, 0.1}), {{33, 1001}}},
      {"like another",
       {{.shape = {2, 3}}},
       [](Graph&, const Values& x) {
         return Values{ones_like(x[0]), zeros_like(x[0])};
       },
       {{2, 3}, {2, 3}},
       {{1, 1, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0}}},
  };
}

}  // namespace percept::proof
