// cast: the same numbers in another type; the gradient passes between floats
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> cast_cases() {
  auto to = [](DType type) { return [type](Graph&, const Values& x) { return Values{cast(x[0], type)}; }; };
  return {
      {"f32 to f64", {{.shape = {3, 7}}}, to(DType::f64), {{3, 7}}},
      {"f64 to f32", {{.shape = {17}, .dtype = DType::f64}}, to(DType::f32), {{17}}},
      {"there and back",
       {{.shape = {5}}},
       [](Graph&, const Values& x) { return Values{cast(cast(x[0], DType::f64), DType::f32) * x[0]}; },
       {{5}}},
      {"f32 to i32 truncates", {given({4}, {1.9, -1.9, 0.5, 7})}, to(DType::i32), {{4}}, {{1, -1, 0, 7}}},
      {"f32 to bool", {given({3}, {0, 0.25, -1})}, to(DType::boolean), {{3}}, {{0, 1, 1}}},
      {"u8 to f32", {given({3}, {0, 128, 255}, DType::u8)}, to(DType::f32), {{3}}, {{0, 128, 255}}},
      {"i64 to i32", {given({2}, {-5, 123456}, DType::i64)}, to(DType::i32), {{2}}, {{-5, 123456}}},
      {"bool to f32", {given({2}, {1, 0}, DType::boolean)}, to(DType::f32), {{2}}, {{1, 0}}},
      // 8 bits of a bf16 number count, 11 of an f16 one; rounded to the nearest, of two to the even one.
      {"to bf16 and back",
       {given({5}, {1, 1.00390625, 1.01171875, -3.14159265, 1e-40})},
       [](Graph&, const Values& x) { return Values{cast(cast(x[0], DType::bf16), DType::f32)}; },
       {{5}},
       {{1, 1, 1.015625, -3.140625, 1e-40}},
       1e-9},
      {"to f16 and back",
       {given({4}, {1.00048828125, 65504, -3.14159265, 1e-8})},
       [](Graph&, const Values& x) { return Values{cast(cast(x[0], DType::f16), DType::f32)}; },
       {{4}},
       {{1, 65504, -3.140625, 0}}},
      {"empty", {{.shape = {0, 3}}}, to(DType::f64), {{0, 3}}},
  };
}

}  // namespace percept::proof
