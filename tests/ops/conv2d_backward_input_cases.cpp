// conv2d_backward_input: the gradient with respect to the image; the transposed convolution
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {
namespace {

auto spread(Shape shape, Conv2dOptions options) {
  return [shape, options](Graph&, const Values& x) {
    return Values{conv2d_backward_input(x[0], x[1], {shape, options})};
  };
}

}  // namespace

std::vector<OpCase> conv2d_backward_input_cases() {
  InputSpec kernel = given({1, 1, 3, 3}, kKernel3);
  std::vector<OpCase> cases = {
      {"2x2 by hand",
       {given({1, 1, 2, 2}, {2, 1, 4, 4}), kernel},
       spread({1, 1, 4, 4}, {}),
       {{1, 1, 4, 4}},
       {{2, 9, 6, 1, 6, 29, 30, 7, 10, 29, 33, 13, 12, 24, 16, 4}}},
      {"ones by hand",
       {given({1, 1, 2, 2}, {1, 1, 1, 1}), kernel},
       spread({1, 1, 4, 4}, {}),
       {{1, 1, 4, 4}},
       {{1, 5, 5, 1, 2, 10, 12, 4, 4, 11, 11, 4, 3, 6, 4, 1}}},
      {"f64",
       {{.shape = {1, 2, 4, 4}, .dtype = DType::f64}, {.shape = {2, 3, 3, 3}, .dtype = DType::f64}},
       spread({1, 3, 4, 4}, {.padding = 1}),
       {{1, 3, 4, 4}}},
  };
  for (const ConvolutionShapes& c : kConvolutions)
    cases.push_back({c.name,
                     {{.shape = c.output}, {.shape = c.weight}},
                     spread(c.input, c.options),
                     {c.input},
                     {},
                     0,
                     c.gradient,
                     c.second_order});
  return cases;
}

}  // namespace percept::proof
