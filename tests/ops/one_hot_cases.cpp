// one_hot: a class number as a row with a single one
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> one_hot_cases() {
  auto rows = [](std::int64_t classes, DType dtype = DType::f32) {
    return [=](Graph&, const Values& x) { return Values{one_hot(x[0], classes, dtype)}; };
  };
  return {
      {"golden", {given({3}, {0, 2, 1}, DType::i64)}, rows(3), {{3, 3}}, {{1, 0, 0, 0, 0, 1, 0, 1, 0}}},
      {"outside gives zeros", {given({3}, {-1, 2, 1}, DType::i32)}, rows(2), {{3, 2}}, {{0, 0, 0, 0, 0, 1}}},
      {"u8", {given({2}, {1, 0}, DType::u8)}, rows(2), {{2, 2}}, {{0, 1, 1, 0}}},
      {"a number", {given({}, {1}, DType::i64)}, rows(3), {{3}}, {{0, 1, 0}}},
      {"f64", {given({1}, {1}, DType::i64)}, rows(2, DType::f64), {{1, 2}}, {{0, 1}}},
      {"whole numbers", {given({1}, {1}, DType::i64)}, rows(2, DType::i32), {{1, 2}}, {{0, 1}}},
      {"two axes", {{.shape = {7, 3}, .dtype = DType::i64, .low = 0, .high = 17}}, rows(17), {{7, 3, 17}}},
      {"a batch", {{.shape = {64}, .dtype = DType::i64, .low = 0, .high = 10}}, rows(10), {{64, 10}}},
      {"none", {{.shape = {0}, .dtype = DType::i64}}, rows(4), {{0, 4}}},
  };
}

}  // namespace percept::proof
