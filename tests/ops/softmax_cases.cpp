// softmax: scores to probabilities
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> softmax_cases() {
  auto along = [](std::int64_t axis) {
    return [axis](Graph&, const Values& x) { return Values{softmax(x[0], {.axis = axis})}; };
  };
  return {
      {"golden",
       {given({3}, {1, 2, 3})},
       along(-1),
       {{3}},
       {{0.09003057317038046, 0.24472847105479767, 0.6652409557748219}},
       1e-7},
      {"huge scores", {given({3}, {-1000, 1000, 0})}, along(0), {{3}}, {{0, 1, 0}}, 1e-7},
      {"one class", {{.shape = {3, 1}}}, along(1), {{3, 1}}},
      {"rows", {{.shape = {3, 7}, .low = -3, .high = 3}}, along(1), {{3, 7}}},
      {"columns", {{.shape = {7, 3}, .low = -3, .high = 3}}, along(0), {{7, 3}}},
      {"channels", {{.shape = {2, 5, 3, 2}, .low = -3, .high = 3}}, along(1), {{2, 5, 3, 2}}},
      {"17", {{.shape = {5, 17}, .low = -5, .high = 5}}, along(-1), {{5, 17}}},
      {"33", {{.shape = {2, 33}, .low = -5, .high = 5}}, along(-1), {{2, 33}}},
      {"no rows", {{.shape = {0, 10}}}, along(1), {{0, 10}}},
      {"f64", {{.shape = {2, 4}, .dtype = DType::f64}}, along(1), {{2, 4}}},
      {"a batch", {{.shape = {64, 10}, .low = -5, .high = 5}}, along(1), {{64, 10}}, {}, 0, false},
      {"many classes", {{.shape = {9, 1001}, .low = -9, .high = 9}}, along(1), {{9, 1001}}, {}, 0, false},
  };
}

}  // namespace percept::proof
