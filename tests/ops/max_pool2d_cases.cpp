// max_pool2d: the largest element of each window, and where in its plane it stood
#include "ops/op_case.hpp"
#include "ops/pooling_goldens.hpp"
#include "ops/special_values.hpp"

namespace percept::proof {

std::vector<OpCase> max_pool2d_cases() {
  auto pool = [](Pool2dOptions o) {
    return [o](Graph&, const Values& x) {
      MaxPool2d pooled = max_pool2d(x[0], o);
      return Values{pooled.output, pooled.indices};
    };
  };
  std::vector<OpCase> cases = {
      {"6x6 by hand",
       {given({1, 1, 6, 6}, kPooledImage)},
       pool({}),
       {{1, 1, 3, 3}, {1, 1, 3, 3}},
       {{5, 9, 7, 7, 5, 8, 4, 6, 9}, {7, 9, 4, 13, 15, 23, 24, 27, 35}}},
      {"the first of equal ones",
       {given({1, 1, 2, 2}, {1, 3, 3, 3})},
       pool({}),
       {{1, 1, 1, 1}, {1, 1, 1, 1}},
       {{3}, {1}}},
      {"the border is never the largest",
       {given({1, 1, 2, 2}, {-1, -2, -3, -4})},
       pool({2, 2, 1}),
       {{1, 1, 2, 2}, {1, 1, 2, 2}},
       {{-1, -2, -3, -4}, {0, 1, 2, 3}}},
      {"special",
       {given({1, 1, 1, 6}, {kNan, 1, kInf, 2, -kInf, -kInf})},
       pool({{1, 2}}),
       {{1, 1, 1, 3}, {1, 1, 1, 3}},
       {{kNan, kInf, -kInf}, {0, 2, 4}}},
      {"f64",
       {{.shape = {1, 1, 4, 4}, .dtype = DType::f64, .distinct = true}},
       pool({}),
       {{1, 1, 2, 2}, {1, 1, 2, 2}}},
      // Rectified images hold many equal zeros: forward and backward must choose the same ones.
      {"rectified",
       {{.shape = {4, 6, 8, 8}}},
       [](Graph&, const Values& x) {
         MaxPool2d pooled = max_pool2d(relu(x[0]));
         return Values{pooled.output, pooled.indices};
       },
       {{4, 6, 4, 4}, {4, 6, 4, 4}},
       {},
       0,
       false},
  };
  for (const PoolingShapes& p : kPoolings)
    cases.push_back({p.name,
                     {{.shape = p.input, .distinct = true}},
                     pool({p.kernel, p.stride, p.padding}),
                     {p.output, p.output},
                     {},
                     0,
                     p.gradient});
  return cases;
}

}  // namespace percept::proof
