// im2col, col2im and the matrix of a convolution
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {

std::vector<OpCase> conv2d_matrix_cases() {
  auto by_columns = [](Conv2dOptions o) {  // conv2d as a product of matrices, minus conv2d, plus one: ones
    return [o](Graph&, const Values& x) {
      const Shape w = x[1].shape();
      Value columns = im2col(x[0], {w[2], w[3]}, o);
      Value product = matmul(reshape(x[1], {w[0], w[1] * w[2] * w[3]}), columns);
      Value direct = conv2d(x[0], x[1], {}, o);
      return Values{product - reshape(direct, product.shape()) + 1};
    };
  };
  auto by_matrix = [](Conv2dOptions o) {
    return [o](Graph&, const Values& x) {
      const Shape s = x[0].shape();
      Value matrix = conv2d_matrix(x[1], {s[2], s[3]}, o);
      return Values{matmul(matrix, reshape(x[0], {s.elements()}))};
    };
  };
  InputSpec image = given({1, 1, 4, 4}, kImage4), kernel = given({1, 1, 3, 3}, kKernel3);
  return {
      {"columns",
       {given({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6})},
       [](Graph&, const Values& x) { return Values{im2col(x[0], 2)}; },
       {{1, 4, 2}},
       {{1, 2, 2, 3, 4, 5, 5, 6}}},
      {"columns added up",
       {given({1, 4, 2}, {1, 2, 2, 3, 4, 5, 5, 6})},
       [](Graph&, const Values& x) {
         return Values{col2im(x[0], {2, 3}, 2)};
       },
       {{1, 1, 2, 3}},
       {{1, 4, 3, 4, 10, 6}}},
      {"the lecture's 4 x 16", {image, kernel}, by_matrix({}), {{4}}, {{122, 148, 126, 134}}},
      {"its rows",
       {given({1, 1, 2, 2}, {1, 2, 3, 4})},
       [](Graph&, const Values& x) {
         return Values{conv2d_matrix(x[0], {2, 3})};
       },
       {{2, 6}},
       {{1, 2, 0, 3, 4, 0, 0, 1, 2, 0, 3, 4}}},
      {"im2col is conv2d",
       {{.shape = {2, 3, 7, 6}}, {.shape = {4, 3, 3, 2}}},
       by_columns({.stride = {2, 1}, .padding = {1, 0, 2, 1}, .dilation = {1, 2}}),
       {{2, 4, 20}},
       {std::vector<double>(2 * 4 * 20, 1)},
       1e-6,
       false},
      {"matrix, all at once",
       {{.shape = {1, 2, 5, 4}}, {.shape = {3, 2, 3, 2}}},
       by_matrix({.stride = 2, .padding = 1, .dilation = {1, 2}}),
       {{3 * 3 * 2}}},
      {"columns of colour",
       {{.shape = {2, 3, 5, 5}}},
       [](Graph&, const Values& x) {
         return Values{im2col(x[0], {3, 2}, {.stride = 2, .padding = 1})};
       },
       {{2, 18, 9}}},
      {"columns back",
       {{.shape = {2, 18, 9}}},
       [](Graph&, const Values& x) {
         return Values{col2im(x[0], 5, {3, 2}, {.stride = 2, .padding = 1})};
       },
       {{2, 3, 5, 5}}},
  };
}

}  // namespace percept::proof
