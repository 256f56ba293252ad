// conv2d: windows of an image times a kernel
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {
namespace {

auto convolve(Conv2dOptions options) {
  return [options](Graph&, const Values& x) {
    return Values{conv2d(x[0], x[1], x.size() > 2 ? x[2] : Value(), options)};
  };
}

std::vector<OpCase> goldens() {
  InputSpec image = given({1, 1, 6, 6}, kImage6), edge = given({1, 1, 3, 3}, kVerticalEdge);
  std::vector<double> halves;
  for (int row = 0; row < 6; ++row) halves.insert(halves.end(), {10, 10, 10, 0, 0, 0});
  InputSpec seven =
      given({1, 1, 7, 7}, {2, 3, 7, 4, 6, 2, 9, 6, 6, 9, 8, 7, 4, 3, 3, 4, 8, 3, 8, 9, 7, 7, 8, 3, 6,
                           6, 3, 4, 4, 2, 1, 8, 3, 4, 6, 3, 2, 4, 1, 9, 8, 3, 0, 1, 3, 9, 2, 1, 4});
  return {
      {"6x6 by hand",
       {image, edge},
       convolve({}),
       {{1, 1, 4, 4}},
       {{-5, -4, 0, 8, -10, -2, 2, 3, 0, -2, -4, -7, -3, -2, -3, -16}}},
      {"6x6 padded by hand",
       {image, edge},
       convolve({.padding = 1}),
       {{1, 1, 6, 6}},
       {{-5,  -5, -6, -1, 6,  10, -12, -5, -4, 0,  8,   11, -13, -10, -2, 2, 3,  11,
         -10, 0,  -2, -4, -7, 10, -7,  -3, -2, -3, -16, 12, -6,  0,   -2, 1, -9, 5}}},
      {"6x6 padded, stride 2",
       {image, edge},
       convolve({.stride = 2, .padding = 1}),
       {{1, 1, 3, 3}},
       {{-5, -6, 6, -13, -2, 3, -7, -2, -16}}},
      {"vertical edge",
       {given({1, 1, 6, 6}, halves), edge},
       convolve({}),
       {{1, 1, 4, 4}},
       {{0, 30, 30, 0, 0, 30, 30, 0, 0, 30, 30, 0, 0, 30, 30, 0}}},
      {"4x4 by hand",
       {given({1, 1, 4, 4}, kImage4), given({1, 1, 3, 3}, kKernel3)},
       convolve({}),
       {{1, 1, 2, 2}},
       {{122, 148, 126, 134}}},
      {"7x7, stride 2",
       {seven, given({1, 1, 3, 3}, {3, 4, 4, 1, 0, 2, -1, 0, 3})},
       convolve({.stride = 2}),
       {{1, 1, 3, 3}},
       {{91, 100, 88, 69, 91, 117, 44, 72, 74}}},
      {"bias",
       {given({1, 1, 1, 2}, {1, 2}), given({2, 1, 1, 1}, {10, 20}), given({2}, {1, -1})},
       convolve({}),
       {{1, 2, 1, 2}},
       {{11, 21, 19, 39}}},
      // Causal: two taps of one, dilated by 1, 2 and 4, see the last eight numbers.
      {"causal dilated",
       {given({1, 1, 1, 8}, {1, 2, 3, 4, 5, 6, 7, 8}), given({1, 1, 1, 2}, {1, 1})},
       [](Graph&, const Values& x) {
         Value y = x[0];
         for (std::int64_t d : {1, 2, 4})
           y = conv2d(y, x[1], {}, {.padding = {0, d, 0, 0}, .dilation = {1, d}});
         return Values{y};
       },
       {{1, 1, 1, 8}},
       {{1, 3, 6, 10, 15, 21, 28, 36}}},
  };
}

}  // namespace

std::vector<OpCase> conv2d_cases() {
  std::vector<OpCase> cases = goldens();
  for (const ConvolutionShapes& c : kConvolutions)
    for (bool bias : {false, true}) {
      std::vector<InputSpec> inputs = {{.shape = c.input}, {.shape = c.weight}};
      if (bias) inputs.push_back({.shape = {c.weight[0]}});
      cases.push_back({c.name + (bias ? ", bias" : ""),
                       inputs,
                       convolve(c.options),
                       {c.output},
                       {},
                       0,
                       c.gradient,
                       c.second_order});
    }
  InputSpec wide{.shape = {1, 2, 4, 4}, .dtype = DType::f64},
      weight{.shape = {2, 2, 3, 3}, .dtype = DType::f64};
  cases.push_back({"f64", {wide, weight}, convolve({.padding = 1}), {{1, 2, 4, 4}}});
  cases.push_back({"an image with itself",
                   {{.shape = {2, 2, 3, 3}}},
                   [](Graph&, const Values& x) { return Values{conv2d(x[0], x[0], {}, {.padding = 1})}; },
                   {{2, 2, 3, 3}}});
  return cases;
}

}  // namespace percept::proof
