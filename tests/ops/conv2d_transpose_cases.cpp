// conv2d_transpose: each input element spread over a window
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {

std::vector<OpCase> conv2d_transpose_cases() {
  auto spread = [](ConvTranspose2dOptions o) {
    return [o](Graph&, const Values& x) {
      return Values{conv2d_transpose(x[0], x[1], x.size() > 2 ? x[2] : Value(), o)};
    };
  };
  InputSpec kernel = given({1, 1, 3, 3}, kKernel3);
  return {
      {"by hand",
       {given({1, 1, 2, 2}, {2, 1, 4, 4}), kernel},
       spread({}),
       {{1, 1, 4, 4}},
       {{2, 9, 6, 1, 6, 29, 30, 7, 10, 29, 33, 13, 12, 24, 16, 4}}},
      {"ones by hand",
       {given({1, 1, 2, 2}, {1, 1, 1, 1}), kernel},
       spread({}),
       {{1, 1, 4, 4}},
       {{1, 5, 5, 1, 2, 10, 12, 4, 4, 11, 11, 4, 3, 6, 4, 1}}},
      {"bias",
       {{.shape = {2, 3, 4, 5}}, {.shape = {3, 2, 3, 3}}, {.shape = {2}}},
       spread({}),
       {{2, 2, 6, 7}}},
      {"GAN's usual",
       {{.shape = {2, 5, 4, 4}}, {.shape = {5, 3, 4, 4}}},
       spread({.stride = 2, .padding = 1}),
       {{2, 3, 8, 8}}},
      {"all at once",
       {{.shape = {1, 4, 3, 4}}, {.shape = {4, 3, 3, 2}}, {.shape = {6}}},
       spread({{2, 3}, {1, 0}, {1, 2}, {2, 1}, 2}),
       {{1, 6, 8, 13}}},
      {"f64",
       {{.shape = {1, 2, 3, 3}, .dtype = DType::f64}, {.shape = {2, 1, 2, 2}, .dtype = DType::f64}},
       spread({.stride = 2}),
       {{1, 1, 6, 6}}},
  };
}

}  // namespace percept::proof
