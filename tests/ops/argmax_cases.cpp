// argmax: the position of the largest element, the first of equal ones
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> argmax_cases() {
  auto along = [](std::int64_t axis) {
    return [axis](Graph&, const Values& x) { return Values{argmax(x[0], {.axis = axis})}; };
  };
  return {
      {"golden", {given({2, 3}, {1, 5, 2, 7, 3, 7})}, along(-1), {{2}}, {{1, 0}}},
      {"first axis", {given({2, 3}, {1, 5, 2, 7, 3, 7})}, along(0), {{3}}, {{1, 0, 1}}},
      {"all equal", {given({4}, {2, 2, 2, 2})}, along(0), {{}}, {{0}}},
      {"negative", {given({3}, {-3, -1, -2})}, along(-1), {{}}, {{1}}},
      {"awkward", {{.shape = {3, 7, 17}, .distinct = true}}, along(1), {{3, 17}}},
      {"classes", {{.shape = {33, 10}, .distinct = true}}, along(1), {{33}}},
      {"f64", {{.shape = {5, 3}, .dtype = DType::f64}}, along(1), {{5}}},
      {"no rows", {{.shape = {0, 3}}}, along(1), {{0}}},
  };
}

}  // namespace percept::proof
