// conv2d_backward_weight: the gradient with respect to the kernel
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {
namespace {

auto correlate(Shape shape, Conv2dOptions options) {
  return [shape, options](Graph&, const Values& x) {
    return Values{conv2d_backward_weight(x[0], x[1], {shape, options})};
  };
}

}  // namespace

std::vector<OpCase> conv2d_backward_weight_cases() {
  // With a gradient of ones each tap gets the sum of the 2 x 2 places that it saw.
  std::vector<OpCase> cases = {
      {"ones by hand",
       {given({1, 1, 2, 2}, {1, 1, 1, 1}), given({1, 1, 4, 4}, kImage4)},
       correlate({1, 1, 3, 3}, {}),
       {{1, 1, 3, 3}},
       {{18, 29, 31, 18, 28, 26, 20, 24, 25}}},
      {"f64",
       {{.shape = {1, 2, 4, 4}, .dtype = DType::f64}, {.shape = {1, 3, 4, 4}, .dtype = DType::f64}},
       correlate({2, 3, 3, 3}, {.padding = 1}),
       {{2, 3, 3, 3}}},
  };
  for (const ConvolutionShapes& c : kConvolutions)
    cases.push_back({c.name,
                     {{.shape = c.output}, {.shape = c.input}},
                     correlate(c.weight, c.options),
                     {c.weight},
                     {},
                     0,
                     c.gradient,
                     c.second_order});
  return cases;
}

}  // namespace percept::proof
