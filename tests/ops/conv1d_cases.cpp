// conv1d, causal and transposed
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> conv1d_cases() {
  auto convolve = [](Conv1dOptions o) {
    return
        [o](Graph&, const Values& x) { return Values{conv1d(x[0], x[1], x.size() > 2 ? x[2] : Value(), o)}; };
  };
  auto spread = [](ConvTranspose1dOptions o) {
    return [o](Graph&, const Values& x) { return Values{conv1d_transpose(x[0], x[1], {}, o)}; };
  };
  return {
      {"golden",
       {given({1, 1, 4}, {1, 2, 3, 4}), given({1, 1, 2}, {10, 1}), given({1}, {100})},
       convolve({}),
       {{1, 1, 3}},
       {{112, 123, 134}}},
      // Two taps of one, dilated by 1, 2 and 4, see the last eight numbers.
      {"causal dilated",
       {given({1, 1, 8}, {1, 2, 3, 4, 5, 6, 7, 8}), given({1, 1, 2}, {1, 1})},
       [](Graph&, const Values& x) {
         Value y = x[0];
         for (std::int64_t d : {1, 2, 4}) y = conv1d(y, x[1], {}, {.dilation = d, .causal = true});
         return Values{y};
       },
       {{1, 1, 8}},
       {{1, 3, 6, 10, 15, 21, 28, 36}}},
      {"transposed by hand",
       {given({1, 1, 3}, {1, 2, 3}), given({1, 1, 2}, {1, 10})},
       spread({.stride = 2}),
       {{1, 1, 6}},
       {{1, 10, 2, 20, 3, 30}}},
      {"all at once",
       {{.shape = {2, 4, 17}}, {.shape = {6, 2, 3}}, {.shape = {6}}},
       convolve({2, 1, 2, 2}),
       {{2, 6, 8}}},
      {"causal, groups",
       {{.shape = {2, 4, 7}}, {.shape = {4, 1, 3}}},
       convolve({.dilation = 2, .groups = 4, .causal = true}),
       {{2, 4, 7}}},
      {"transposed",
       {{.shape = {2, 3, 5}}, {.shape = {3, 2, 4}}},
       spread({.stride = 3, .padding = 1, .output_padding = 2}),
       {{2, 2, 16}}},
      {"f64",
       {{.shape = {1, 2, 5}, .dtype = DType::f64}, {.shape = {3, 2, 2}, .dtype = DType::f64}},
       convolve({}),
       {{1, 3, 4}}},
  };
}

}  // namespace percept::proof
