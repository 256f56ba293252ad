// shape_of: the sizes of a tensor, known while tracing
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> shape_of_cases() {
  auto y = unary(shape_of);
  return {
      {"golden", {{.shape = {2, 3, 5}}}, y, {{3}}, {{2, 3, 5}}},
      {"a number", {{.shape = {}}}, y, {{0}}, {{}}},
      {"nothing", {{.shape = {0, 4}}}, y, {{2}}, {{0, 4}}},
      {"of something computed",
       {{.shape = {2, 3, 4, 4}}},
       [](Graph&, const Values& x) { return Values{shape_of(max_pool2d(x[0]).output)}; },
       {{4}},
       {{2, 3, 2, 2}}},
      {"known while tracing",
       {{.shape = {6}}, {.shape = {2, 3}}},
       [](Graph&, const Values& x) { return Values{reshape(x[0], shape_of(x[1]))}; },
       {{2, 3}}},
  };
}

}  // namespace percept::proof
