// max_pool2d_backward: each gradient goes where the largest element of its window stood
#include "ops/op_case.hpp"
#include "ops/pooling_goldens.hpp"

namespace percept::proof {
namespace {

// The choice is that of max pooling x[1], which the gradient does not pass.
auto scatter(Pool2dOptions o) {
  return [o](Graph&, const Values& x) {
    return Values{max_pool2d_backward(x[0], max_pool2d(x[1], o).indices, {x[1].shape(), o})};
  };
}

}  // namespace

std::vector<OpCase> max_pool2d_backward_cases() {
  InputSpec ones = given({1, 1, 3, 3}, {1, 1, 1, 1, 1, 1, 1, 1, 1});
  std::vector<OpCase> cases = {
      {"6x6 by hand",
       {ones, given({1, 1, 6, 6}, kPooledImage)},
       scatter({}),
       {{1, 1, 6, 6}},
       {{0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0,
         0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}}},
      {"windows that share their largest",
       {given({1, 1, 1, 2}, {3, 4}), given({1, 1, 1, 3}, {1, 9, 2})},
       scatter({{1, 2}, 1}),
       {{1, 1, 1, 3}},
       {{0, 7, 0}}},
      {"of its own output",
       {{.shape = {1, 2, 4, 4}, .distinct = true}},
       [](Graph&, const Values& x) {
         MaxPool2d p = max_pool2d(x[0]);
         return Values{max_pool2d_backward(p.output * p.output, p.indices, {x[0].shape(), {}})};
       },
       {{1, 2, 4, 4}}},
  };
  for (const PoolingShapes& p : kPoolings)
    cases.push_back({p.name,
                     {{.shape = p.output}, {.shape = p.input, .distinct = true, .differentiable = false}},
                     scatter({p.kernel, p.stride, p.padding}),
                     {p.input},
                     {},
                     0,
                     p.gradient});
  return cases;
}

}  // namespace percept::proof
