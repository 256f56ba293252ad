// where: a choice by a condition
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> where_cases() {
  auto y = [](Graph&, const Values& x) { return Values{percept::where(x[0], x[1], x[2])}; };
  auto bits = [](Shape shape) {
    return InputSpec{.shape = std::move(shape), .dtype = DType::boolean, .low = 0, .high = 2};
  };
  return {
      {"golden",
       {given({3}, {1, 0, 1}, DType::boolean), given({3}, {1, 2, 3}), given({3}, {-1, -2, -3})},
       y,
       {{3}},
       {{1, -2, 3}}},
      {"awkward", {bits({3, 7, 17}), {.shape = {3, 7, 17}}, {.shape = {3, 7, 17}}}, y, {{3, 7, 17}}},
      {"by row", {bits({3, 1}), {.shape = {3, 4}}, {.shape = {4}}}, y, {{3, 4}}},
      {"a number", {bits({5}), {.shape = {5}}, {.shape = {}}}, y, {{5}}},
      {"whole numbers",
       {given({2}, {1, 0}, DType::boolean), given({2}, {1, 2}, DType::i64), given({2}, {3, 4}, DType::i64)},
       y,
       {{2}},
       {{1, 4}}},
      {"f64",
       {bits({4}), {.shape = {4}, .dtype = DType::f64}, {.shape = {4}, .dtype = DType::f64}},
       y,
       {{4}}},
      {"empty", {bits({0}), {.shape = {0}}, {.shape = {0}}}, y, {{0}}},
      {"large",
       {bits({70, 1001}), {.shape = {70, 1001}}, {.shape = {70, 1001}}},
       y,
       {{70, 1001}},
       {},
       0,
       false},
      {"by comparison",
       {{.shape = {6, 5}, .kinks = {0}}},
       [](Graph& g, const Values& x) {
         return Values{
             percept::where(less(x[0], g.constant(Tensor::full(DType::f32, {}, 0))), x[0] * 2.0, x[0])};
       },
       {{6, 5}}},
  };
}

}  // namespace percept::proof
