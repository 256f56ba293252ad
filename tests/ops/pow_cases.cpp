// pow: a^b
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> pow_cases() {
  std::vector<OpCase> cases = binary_cases(percept::pow, {2, 9, 2, 5}, {10, 0.5, -1, 0}, {1024, 3, 0.5, 1},
                                           {.low = 0.3, .high = 3}, {.low = -2, .high = 2});
  cases.push_back({"a constant power",
                   {{.shape = {3, 5}}},
                   [](Graph&, const Values& x) { return Values{percept::pow(x[0], 3.0)}; },
                   {{3, 5}}});
  return cases;
}

}  // namespace percept::proof
