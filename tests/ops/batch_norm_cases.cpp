// batch_norm: each channel to mean b and deviation w, with a residual and a relu behind
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> batch_norm_cases() {
  auto all = [](Normalized normal) { return Values{normal.output, normal.mean, normal.variance}; };
  auto affine = [all](Graph&, const Values& x) { return all(batch_norm(x[0], x[1], x[2])); };
  auto bare = [all](Graph&, const Values& x) { return all(batch_norm(x[0], Value(), Value())); };
  auto ended = [all](bool relu) {
    return [all, relu](Graph&, const Values& x) {
      return all(batch_norm(x[0], x[1], x[2], x.size() > 3 ? x[3] : Value(), BatchNormOptions{1e-5, relu}));
    };
  };
  auto only = [](Graph&, const Values& x) { return Values{batch_norm(x[0], x[1], x[2]).output}; };
  auto of = [](Shape shape, bool residual = false, DType dtype = DType::f32) {
    std::int64_t c = shape[1];
    std::vector<InputSpec> inputs = {{.shape = shape, .dtype = dtype, .low = -2, .high = 3},
                                     {.shape = {c}, .dtype = dtype, .low = 0.5, .high = 2},
                                     {.shape = {c}, .dtype = dtype}};
    if (residual) inputs.push_back({.shape = shape, .dtype = dtype});
    return inputs;
  };
  auto shapes = [](Shape shape) { return std::vector<Shape>{shape, {shape[1]}, {shape[1]}}; };
  return {
      {"golden",
       {given({4, 1}, {1, 2, 3, 4}), given({1}, {2}), given({1}, {10})},
       affine,
       {{4, 1}, {1}, {1}},
       {{7.31672916, 9.10557638, 10.89442362, 12.68327084}, {2.5}, {1.25}}},
      {"golden residual and relu",
       {given({4, 1}, {1, 2, 3, 4}), given({1}, {2}), given({1}, {0}), given({4, 1}, {3, 0, -2, 1})},
       ended(true),
       {{4, 1}, {1}, {1}},
       {{0.31672916, 0, 0, 3.68327084}, {2.5}, {1.25}}},
      {"image", of({3, 5, 4, 7}), affine, shapes({3, 5, 4, 7})},
      {"image, the output alone", of({3, 5, 4, 7}), only, {{3, 5, 4, 7}}},
      {"no weight", {{.shape = {3, 5, 4, 7}}}, bare, shapes({3, 5, 4, 7})},
      {"relu", of({2, 3, 4, 3}), ended(true), shapes({2, 3, 4, 3})},
      {"residual", of({2, 3, 4, 3}, true), ended(false), shapes({2, 3, 4, 3})},
      {"residual and relu", of({2, 3, 4, 3}, true), ended(true), shapes({2, 3, 4, 3})},
      {"rows", of({17, 21}), affine, shapes({17, 21})},
      {"rows, residual and relu", of({17, 37}, true), ended(true), shapes({17, 37}), {}, 0, false},
      {"signals", of({3, 4, 11}), affine, shapes({3, 4, 11})},
      {"volumes", of({2, 3, 2, 3, 4}), affine, shapes({2, 3, 2, 3, 4})},
      {"one example", of({1, 2, 5, 7}), affine, shapes({1, 2, 5, 7})},
      {"far from zero",
       {{.shape = {4, 3, 8, 8}, .low = 1000, .high = 1001}, {.shape = {3}}, {.shape = {3}}},
       affine,
       shapes({4, 3, 8, 8}),
       {},
       0,
       false,
       false,
       1e-3},
      {"constant",
       {given({2, 1, 3}, {5, 5, 5, 5, 5, 5}), given({1}, {2}), given({1}, {1})},
       affine,
       {{2, 1, 3}, {1}, {1}},
       {{1, 1, 1, 1, 1, 1}, {5}, {0}}},
      {"large", of({16, 33, 28, 28}, true), ended(true), shapes({16, 33, 28, 28}), {}, 0, false},
      {"large rows", of({600, 257}), affine, shapes({600, 257}), {}, 0, false},
      {"f64", of({3, 4, 2}, true, DType::f64), ended(true), shapes({3, 4, 2})},
      {"empty batch", of({0, 5}), affine, shapes({0, 5})},
  };
}

}  // namespace percept::proof
