// scale_channels: a factor and a term for each channel, with a residual and a relu behind
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> scale_channels_cases() {
  auto with = [](bool relu) {
    return [relu](Graph&, const Values& x) {
      return Values{scale_channels(x[0], x[1], x[2], x.size() > 3 ? x[3] : Value(), {relu})};
    };
  };
  auto of = [](Shape shape, bool residual = false, DType dtype = DType::f32) {
    InputSpec image{.shape = shape, .dtype = dtype}, channels{.shape = {shape[1]}, .dtype = dtype};
    std::vector<InputSpec> inputs = {image, channels, channels};
    if (residual) inputs.push_back(image);
    return inputs;
  };
  return {
      {"golden",
       {given({1, 2, 2}, {1, 2, 3, 4}), given({2}, {2, -1}), given({2}, {0, 10})},
       with(false),
       {{1, 2, 2}},
       {{2, 4, 7, 6}}},
      {"golden residual and relu",
       {given({1, 2, 2}, {1, 2, 3, 4}), given({2}, {2, -1}), given({2}, {0, 0}),
        given({1, 2, 2}, {1, -9, 5, 1})},
       with(true),
       {{1, 2, 2}},
       {{3, 0, 2, 0}}},
      {"image", of({3, 5, 4, 7}), with(false), {{3, 5, 4, 7}}},
      {"relu", of({2, 3, 4, 3}), with(true), {{2, 3, 4, 3}}},
      {"residual", of({2, 3, 4, 3}, true), with(false), {{2, 3, 4, 3}}},
      {"residual and relu", of({2, 3, 4, 3}, true), with(true), {{2, 3, 4, 3}}},
      {"rows", of({17, 21}, true), with(false), {{17, 21}}},
      {"signals", of({3, 4, 11}), with(false), {{3, 4, 11}}},
      {"large", of({16, 33, 28, 28}, true), with(true), {{16, 33, 28, 28}}, {}, 0, false},
      {"f64", of({3, 4, 2}, true, DType::f64), with(false), {{3, 4, 2}}},
      {"empty batch", of({0, 5}), with(false), {{0, 5}}},
  };
}

}  // namespace percept::proof
