// hard_shrink: x where |x| > bound, else 0
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> hard_shrink_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return hard_shrink(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {-2, 0, 0, 4}, {.low = -4, .high = 4, .kinks = {-0.5, 0.5}});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {-0.5, 0.5}}},
                   [](Graph&, const Values& x) { return Values{hard_shrink(x[0], {.bound = 0.5})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
