// celu: x where x > 0, else alpha (e^(x / alpha) - 1). Barron 2017
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> celu_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return celu(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {-0.8646647167633873, -0.22119921692859512, 0.3, 4}, {.low = -4, .high = 4, .kinks = {0}});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {0}}},
                   [](Graph&, const Values& x) { return Values{celu(x[0], {.alpha = 1.7})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
