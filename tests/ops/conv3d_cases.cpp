// conv3d and its transpose
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> conv3d_cases() {
  auto convolve = [](Conv3dOptions o) {
    return
        [o](Graph&, const Values& x) { return Values{conv3d(x[0], x[1], x.size() > 2 ? x[2] : Value(), o)}; };
  };
  auto spread = [](ConvTranspose3dOptions o) {
    return [o](Graph&, const Values& x) {
      return Values{conv3d_transpose(x[0], x[1], x.size() > 2 ? x[2] : Value(), o)};
    };
  };
  std::vector<double> eight = {1, 2, 3, 4, 5, 6, 7, 8};
  return {
      {"sum of a cube",
       {given({1, 1, 2, 2, 2}, eight), given({1, 1, 2, 2, 2}, std::vector<double>(8, 1))},
       convolve({}),
       {{1, 1, 1, 1, 1}},
       {{36}}},
      {"depth alone",
       {given({1, 1, 4, 1, 1}, {1, 2, 3, 4}), given({1, 1, 2, 1, 1}, {10, 1})},
       convolve({}),
       {{1, 1, 3, 1, 1}},
       {{12, 23, 34}}},
      {"padded",
       {{.shape = {2, 2, 3, 4, 3}}, {.shape = {3, 2, 3, 3, 3}}, {.shape = {3}}},
       convolve({.padding = 1}),
       {{2, 3, 3, 4, 3}}},
      {"all at once",
       {{.shape = {1, 4, 7, 6, 5}}, {.shape = {2, 2, 2, 3, 2}}},
       convolve({{2, 1, 2}, {1, 0, 1}, {3, 2, 1}, 2}),
       {{1, 2, 3, 2, 3}}},
      {"depth transposed",
       {given({1, 1, 2, 1, 1}, {1, 2}), given({1, 1, 2, 1, 1}, {1, 10})},
       spread({.stride = 2}),
       {{1, 1, 4, 1, 1}},
       {{1, 10, 2, 20}}},
      {"transposed",
       {{.shape = {2, 2, 3, 2, 3}}, {.shape = {2, 3, 3, 2, 3}}, {.shape = {3}}},
       spread({.stride = {2, 1, 2}, .padding = {1, 0, 1}, .output_padding = {1, 0, 1}}),
       {{2, 3, 6, 3, 6}}},
  };
}

}  // namespace percept::proof
