// gather: an index for every element
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> gather_cases() {
  auto along = [](std::int64_t axis) {
    return [axis](Graph&, const Values& x) { return Values{gather(x[0], x[1], axis)}; };
  };
  return {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({2, 2}, {0, 0, 1, 0}, DType::i64)},
       along(1),
       {{2, 2}},
       {{1, 1, 4, 3}}},
      {"first axis",
       {given({2, 2}, {1, 2, 3, 4}), given({1, 2}, {1, 0}, DType::i64)},
       along(0),
       {{1, 2}},
       {{3, 2}}},
      {"middle axis",
       {{.shape = {3, 7, 2}}, {.shape = {3, 5, 2}, .dtype = DType::i64, .low = 0, .high = 7}},
       along(-2),
       {{3, 5, 2}}},
      {"f64",
       {{.shape = {4}, .dtype = DType::f64}, {.shape = {6}, .dtype = DType::i32, .low = 0, .high = 4}},
       along(0),
       {{6}}},
      {"the class of each row",
       {{.shape = {33, 10}}, {.shape = {33, 1}, .dtype = DType::i64, .low = 0, .high = 10}},
       along(1),
       {{33, 1}}},
      {"outside", {given({2}, {1, 2}), given({3}, {-1, 2, -3}, DType::i64)}, along(0), {{3}}, {{2, 0, 0}}},
      {"empty", {{.shape = {0, 3}}, given({0, 2}, {}, DType::i64)}, along(1), {{0, 2}}},
  };
}

}  // namespace percept::proof
