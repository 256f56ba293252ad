// max_pool2d_take: the elements at places already chosen
#include "ops/op_case.hpp"
#include "ops/pooling_goldens.hpp"

namespace percept::proof {

std::vector<OpCase> max_pool2d_take_cases() {
  // The choice is that of max pooling x[1], which the gradient does not pass.
  auto take = [](Pool2dOptions o) {
    return [o](Graph&, const Values& x) {
      return Values{max_pool2d_take(x[0], max_pool2d(x[1], o).indices, o)};
    };
  };
  std::vector<OpCase> cases = {
      {"golden",
       {given({1, 1, 2, 2}, {10, 20, 30, 40}), given({1, 1, 2, 2}, {0, 0, 5, 0})},
       take({}),
       {{1, 1, 1, 1}},
       {{30}}},
      {"its own places",
       {given({1, 1, 6, 6}, kPooledImage), given({1, 1, 6, 6}, kPooledImage)},
       take({}),
       {{1, 1, 3, 3}},
       {{5, 9, 7, 7, 5, 8, 4, 6, 9}}},
  };
  for (const PoolingShapes& p : kPoolings)
    cases.push_back({p.name,
                     {{.shape = p.input}, {.shape = p.input, .distinct = true, .differentiable = false}},
                     take({p.kernel, p.stride, p.padding}),
                     {p.output},
                     {},
                     0,
                     p.gradient});
  return cases;
}

}  // namespace percept::proof
