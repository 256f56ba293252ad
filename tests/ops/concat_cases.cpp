// concat: parts one behind the other
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> concat_cases() {
  auto along = [](std::int64_t axis) {
    return [axis](Graph&, const Values& x) { return Values{concat(x, axis)}; };
  };
  return {
      {"golden",
       {given({1, 2}, {1, 2}), given({2, 2}, {3, 4, 5, 6})},
       along(0),
       {{3, 2}},
       {{1, 2, 3, 4, 5, 6}}},
      {"columns",
       {given({2, 1}, {1, 2}), given({2, 2}, {3, 4, 5, 6})},
       along(-1),
       {{2, 3}},
       {{1, 3, 4, 2, 5, 6}}},
      {"three", {{.shape = {3, 7, 2}}, {.shape = {3, 1, 2}}, {.shape = {3, 17, 2}}}, along(1), {{3, 25, 2}}},
      {"one", {{.shape = {3, 7}}}, along(0), {{3, 7}}},
      {"an empty part", {{.shape = {2, 3}}, {.shape = {0, 3}}}, along(0), {{2, 3}}},
      {"all empty", {{.shape = {0, 3}}, {.shape = {0, 2}}}, along(1), {{0, 5}}},
      {"whole numbers",
       {given({2}, {1, 2}, DType::i64), given({1}, {3}, DType::i64)},
       along(0),
       {{3}},
       {{1, 2, 3}}},
      {"f64", {{.shape = {2}, .dtype = DType::f64}, {.shape = {3}, .dtype = DType::f64}}, along(0), {{5}}},
      {"with itself",
       {{.shape = {2, 3}}},
       [](Graph&, const Values& x) {
         return Values{concat({x[0], x[0]}, 1)};
       },
       {{2, 6}}},
      {"a stack",
       {{.shape = {2, 3}}, {.shape = {2, 3}}},
       [](Graph&, const Values& x) { return Values{stack(x, 1)}; },
       {{2, 2, 3}}},
  };
}

}  // namespace percept::proof
