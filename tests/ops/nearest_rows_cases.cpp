// nearest_rows: the neighbours among rows
#include "ops/op_case.hpp"
#include "percept/ops/nearest.hpp"

namespace percept::proof {

std::vector<OpCase> nearest_rows_cases() {
  auto nearest = [](std::int64_t k) {
    return [k](Graph&, const Values& x) { return Values{nearest_rows(x[0], x[1], {.k = k})}; };
  };
  auto drawn = [](Shape shape, DType dtype = DType::f32) {
    return InputSpec{.shape = shape,
                     .dtype = dtype,
                     .low = dtype == DType::u8 ? 0.0 : -1.0,
                     .high = dtype == DType::u8 ? 255.0 : 1.0};
  };
  // Whole numbers from 0 to 2: most distances are shared by many points.
  auto tied = [](Shape shape) { return InputSpec{.shape = shape, .dtype = DType::u8, .low = 0, .high = 3}; };
  auto floats = [](Graph&, const Values& x) { return cast(x[0], DType::f32); };
  return {
      {"golden",
       {given({2, 2}, {5, 2, 0, 9}), given({3, 2}, {6, 9, 3, 7, 3, 1})},
       nearest(2),
       {{2, 2}},
       {{2, 1, 1, 0}}},
      {"equally near: the lower position",
       {given({1, 1}, {0}), given({5, 1}, {2, -1, 1, -1, 3})},
       nearest(3),
       {{1, 3}},
       {{1, 2, 3}}},
      {"bytes", {given({1, 1}, {254}), given({3, 1}, {0, 255, 10}, DType::u8)}, nearest(1), {{1, 1}}, {{1}}},
      {"as many as there are", {given({1, 1}, {0}), given({2, 1}, {5, 4})}, nearest(2), {{1, 2}}, {{1, 0}}},
      {"f64",
       {{.shape = {9, 3}, .dtype = DType::f64}, {.shape = {40, 3}, .dtype = DType::f64}},
       nearest(4),
       {{9, 4}}},
      {"a few rows", {drawn({3, 17}), drawn({1500, 17})}, nearest(5), {{3, 5}}},
      {"several blocks of points", {drawn({33, 17}), drawn({1500, 17})}, nearest(5), {{33, 5}}},
      {"several blocks of bytes",
       {drawn({250, 30}, DType::u8), drawn({1100, 30}, DType::u8)},
       [=](Graph& g, const Values& x) {
         return nearest(3)(g, {floats(g, x), x[1]});
       },
       {{250, 3}}},
      {"many equally near",
       {tied({20, 2}), tied({1500, 2})},
       [=](Graph& g, const Values& x) {
         return nearest(3)(g, {floats(g, x), x[1]});
       },
       {{20, 3}}},
      {"one point many times",
       {drawn({10, 2}), {.shape = {1500, 2}, .low = 0.5, .high = 0.5}},
       nearest(2),
       {{10, 2}}},
      {"no rows", {given({0, 2}, {}), given({3, 2}, {6, 9, 3, 7, 3, 1})}, nearest(2), {{0, 2}}},
  };
}

}  // namespace percept::proof
