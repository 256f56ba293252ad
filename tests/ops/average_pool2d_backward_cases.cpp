// average_pool2d_backward: each gradient shared out evenly over its window
#include "ops/op_case.hpp"
#include "ops/pooling_goldens.hpp"

namespace percept::proof {

std::vector<OpCase> average_pool2d_backward_cases() {
  auto share = [](Shape shape, AveragePool2dOptions o) {
    return [=](Graph&, const Values& x) { return Values{average_pool2d_backward(x[0], {shape, o})}; };
  };
  std::vector<OpCase> cases = {
      {"a quarter each",
       {given({1, 1, 1, 2}, {4, 8})},
       share({1, 1, 2, 4}, {}),
       {{1, 1, 2, 4}},
       {{1, 1, 2, 2, 1, 1, 2, 2}}},
      {"only what is inside",
       {given({1, 1, 1, 1}, {4})},
       share({1, 1, 1, 2}, {.kernel = 2, .padding = {1, 0, 0, 0}, .count_padding = false}),
       {{1, 1, 1, 2}},
       {{2, 2}}},
      {"f64", {{.shape = {1, 1, 2, 2}, .dtype = DType::f64}}, share({1, 1, 4, 4}, {}), {{1, 1, 4, 4}}},
  };
  for (const PoolingShapes& p : kPoolings)
    for (bool count : {true, false})
      cases.push_back({p.name + (count ? "" : ", border not counted"),
                       {{.shape = p.output}},
                       share(p.input, {p.kernel, p.stride, p.padding, count}),
                       {p.input},
                       {},
                       0,
                       p.gradient});
  return cases;
}

}  // namespace percept::proof
