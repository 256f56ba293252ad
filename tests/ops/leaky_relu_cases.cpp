// leaky_relu: x where x > 0, else slope x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> leaky_relu_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return leaky_relu(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {-0.02, -0.0025, 0.3, 4}, {.low = -4, .high = 4, .kinks = {0}});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {0}}},
                   [](Graph&, const Values& x) { return Values{leaky_relu(x[0], {.slope = 0.2})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
