// matmul: the product of two matrices, or of two stacks of them
#include "ops/conv2d_goldens.hpp"

namespace percept::proof {
namespace {

auto product(MatmulOptions o) {
  return [o](Graph&, const Values& x) { return Values{matmul(x[0], x[1], o)}; };
}

// The 4 x 16 matrix that takes a 4 x 4 image, written as a column, to its convolution with a 3 x 3 kernel.
std::vector<double> convolution_matrix() {
  std::vector<double> m(4 * 16, 0);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t k = 0; k < 9; ++k) m[i * 16 + (i / 2 + k / 3) * 4 + i % 2 + k % 3] = kKernel3[k];
  return m;
}

}  // namespace

std::vector<OpCase> matmul_cases() {
  InputSpec matrix = given({4, 16}, convolution_matrix());
  std::vector<OpCase> cases = {
      {"golden",
       {given({2, 2}, {1, 2, 3, 4}), given({2, 2}, {5, 6, 7, 8})},
       product({}),
       {{2, 2}},
       {{19, 22, 43, 50}}},
      {"convolution as a matrix",
       {matrix, given({16, 1}, kImage4)},
       product({}),
       {{4, 1}},
       {{122, 148, 126, 134}}},
      {"its transpose",
       {matrix, given({4, 1}, {2, 1, 4, 4})},
       product({.transpose_a = true}),
       {{16, 1}},
       {{2, 9, 6, 1, 6, 29, 30, 7, 10, 29, 33, 13, 12, 24, 16, 4}}},
      {"gram matrix",
       {given({2, 2}, {1, 2, 3, 4})},
       [](Graph&, const Values& x) { return Values{matmul(x[0], x[0], {.transpose_b = true})}; },
       {{2, 2}},
       {{5, 11, 11, 25}}},
      {"f64",
       {{.shape = {2, 3}, .dtype = DType::f64}, {.shape = {3, 4}, .dtype = DType::f64}},
       product({}),
       {{2, 4}}},
  };
  struct Sizes {
    std::int64_t m, k, n;
    bool gradient = true;
  };
  for (bool ta : {false, true})
    for (bool tb : {false, true}) {
      std::string turned = std::string(ta ? ", a turned" : "") + (tb ? ", b turned" : "");
      for (auto [m, k, n, gradient] : {Sizes{1, 1, 1},
                                       {3, 7, 5},
                                       {1, 17, 3},
                                       {7, 1, 33},
                                       {0, 3, 2},
                                       {2, 3, 0},
                                       {33, 17, 7},
                                       {64, 120, 400, false},
                                       {400, 64, 120, false},
                                       {65, 130, 33, false},
                                       {5, 2500, 40, false}}) {
        std::string name = std::to_string(m) + " x " + std::to_string(k) + " x " + std::to_string(n) + turned;
        cases.push_back(
            {name,
             {{.shape = ta ? Shape{k, m} : Shape{m, k}}, {.shape = tb ? Shape{n, k} : Shape{k, n}}},
             product({ta, tb}),
             {{m, n}},
             {},
             0,
             gradient,
             gradient && m * k * n < 200});
      }
      cases.push_back({"stack of 40" + turned,
                       {{.shape = ta ? Shape{40, 20, 33} : Shape{40, 33, 20}},
                        {.shape = tb ? Shape{40, 47, 20} : Shape{40, 20, 47}}},
                       product({ta, tb}),
                       {{40, 33, 47}},
                       {},
                       0,
                       false,
                       false});
      cases.push_back(
          {"stack of 3" + turned,
           {{.shape = ta ? Shape{3, 7, 2} : Shape{3, 2, 7}}, {.shape = tb ? Shape{3, 5, 7} : Shape{3, 7, 5}}},
           product({ta, tb}),
           {{3, 2, 5}}});
      cases.push_back({"stack of 2 x 3" + turned,
                       {{.shape = ta ? Shape{2, 3, 4, 1} : Shape{2, 3, 1, 4}},
                        {.shape = tb ? Shape{2, 3, 2, 4} : Shape{2, 3, 4, 2}}},
                       product({ta, tb}),
                       {{2, 3, 1, 2}}});
    }
  cases.push_back({"nothing to sum",
                   {{.shape = {2, 0}}, {.shape = {0, 3}}},
                   product({}),
                   {{2, 3}},
                   {{0, 0, 0, 0, 0, 0}}});
  InputSpec square = given({2, 2}, {1, 2, 3, 4}), vector = given({2}, {10, 1});
  cases.push_back({"matrix and vector", {square, vector}, product({}), {{2}}, {{12, 34}}});
  cases.push_back({"vector and matrix", {vector, square}, product({}), {{2}}, {{13, 24}}});
  cases.push_back({"vectors", {vector, vector}, product({}), {{}}, {{101}}});
  cases.push_back(
      {"one matrix for all", {{.shape = {2, 3, 5}}, {.shape = {5, 4}}}, product({}), {{2, 3, 4}}});
  cases.push_back({"one matrix for all, transposed",
                   {{.shape = {2, 3, 5}}, {.shape = {4, 5}}},
                   product({false, true}),
                   {{2, 3, 4}}});
  cases.push_back(
      {"a stack and one in front", {{.shape = {3, 5}}, {.shape = {2, 5, 4}}}, product({}), {{2, 3, 4}}});
  cases.push_back(
      {"stacks broadcast", {{.shape = {2, 1, 3, 5}}, {.shape = {7, 5, 4}}}, product({}), {{2, 7, 3, 4}}});
  return cases;
}

}  // namespace percept::proof
