// threshold: x where x > threshold, else value
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> threshold_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return threshold(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {0, 0, 0.3, 4}, {.low = -4, .high = 4, .kinks = {0}});
  cases.push_back(
      {"another option",
       {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {0}}},
       [](Graph&, const Values& x) { return Values{threshold(x[0], {.threshold = 0, .value = -3})}; },
       {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
