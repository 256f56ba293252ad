// average_pool2d: the mean of each window
#include "ops/op_case.hpp"
#include "ops/pooling_goldens.hpp"

namespace percept::proof {

std::vector<OpCase> average_pool2d_cases() {
  auto pool = [](AveragePool2dOptions o) {
    return [o](Graph&, const Values& x) { return Values{average_pool2d(x[0], o)}; };
  };
  InputSpec ones = given({1, 1, 2, 2}, {1, 1, 1, 1});
  std::vector<OpCase> cases = {
      {"6x6 by hand",
       {given({1, 1, 6, 6}, kPooledImage)},
       pool({}),
       {{1, 1, 3, 3}},
       {{2.25, 5, 3.75, 2.5, 2.75, 4.75, 3, 3.5, 5.5}}},
      {"the border counts",
       {ones},
       pool({.kernel = 2, .stride = 2, .padding = 1}),
       {{1, 1, 2, 2}},
       {{.25, .25, .25, .25}}},
      {"the border does not count",
       {ones},
       pool({.kernel = 2, .stride = 2, .padding = 1, .count_padding = false}),
       {{1, 1, 2, 2}},
       {{1, 1, 1, 1}}},
      {"f64", {{.shape = {1, 1, 4, 4}, .dtype = DType::f64}}, pool({}), {{1, 1, 2, 2}}},
  };
  for (const PoolingShapes& p : kPoolings)
    for (bool count : {true, false})
      cases.push_back({p.name + (count ? "" : ", border not counted"),
                       {{.shape = p.input}},
                       pool({p.kernel, p.stride, p.padding, count}),
                       {p.output},
                       {},
                       0,
                       p.gradient});
  return cases;
}

}  // namespace percept::proof
