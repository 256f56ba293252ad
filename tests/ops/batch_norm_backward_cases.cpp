// batch_norm_backward: the gradients of batch_norm
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> batch_norm_backward_cases() {
  auto all = [](BatchNormGradients back) { return Values{back.input, back.weight, back.bias}; };
  auto plain = [all](Graph&, const Values& x) {
    return all(batch_norm_backward(x[0], x[1], x[2], x[3], x[4], Value()));
  };
  auto bare = [all](Graph&, const Values& x) {
    return all(batch_norm_backward(x[0], x[1], x[2], x[3], Value(), Value()));
  };
  auto behind_relu = [all](Graph&, const Values& x) {
    return all(batch_norm_backward(x[0], x[1], x[2], x[3], x[4], x[5]));
  };
  auto of = [](Shape shape, bool relu = false, DType dtype = DType::f32) {
    InputSpec image{.shape = shape, .dtype = dtype}, channels{.shape = {shape[1]}, .dtype = dtype};
    InputSpec variance = channels;
    variance.low = 0.5, variance.high = 2;
    std::vector<InputSpec> inputs = {image, image, channels, variance, channels};
    if (relu) image.kinks = {0}, inputs.push_back(image);
    return inputs;
  };
  auto shapes = [](Shape shape) { return std::vector<Shape>{shape, {shape[1]}, {shape[1]}}; };
  return {
      // u = -1, 1 with variance 1: what is left is what neither the mean nor u itself explains.
      {"golden",
       {given({4, 1}, {1, 0, 0, 0}), given({4, 1}, {-1, -1, 1, 1}), given({1}, {0}), given({1}, {1 - 1e-5}),
        given({1}, {2})},
       plain,
       {{4, 1}, {1}, {1}},
       {{1, -1, 0, 0}, {-1}, {1}}},
      {"image", of({3, 5, 4, 7}), plain, shapes({3, 5, 4, 7})},
      {"no weight", of({3, 5, 4, 7}), bare, shapes({3, 5, 4, 7})},
      {"behind a relu", of({2, 3, 4, 3}, true), behind_relu, shapes({2, 3, 4, 3})},
      {"rows", of({17, 21}), plain, shapes({17, 21})},
      {"rows behind a relu", of({17, 37}, true), behind_relu, shapes({17, 37}), {}, 0, false},
      {"signals", of({3, 4, 11}), plain, shapes({3, 4, 11})},
      {"one example", of({1, 2, 3, 5}), plain, shapes({1, 2, 3, 5})},
      {"large", of({16, 33, 28, 28}, true), behind_relu, shapes({16, 33, 28, 28}), {}, 0, false},
      {"large rows", of({600, 257}), plain, shapes({600, 257}), {}, 0, false},
      {"f64", of({3, 4, 2}, true, DType::f64), behind_relu, shapes({3, 4, 2})},
      {"empty batch", of({0, 5}), plain, shapes({0, 5})},
  };
}

}  // namespace percept::proof
