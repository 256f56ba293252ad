// softplus: ln(1 + e^(beta x)) / beta, written so that it cannot overflow
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> softplus_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return softplus(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {0.1269280110429725, 0.5759394198788436, 0.8543552444685272, 4.0181499279178094},
                  {.low = -4, .high = 4});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3}},
                   [](Graph&, const Values& x) { return Values{softplus(x[0], {.beta = 3})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
