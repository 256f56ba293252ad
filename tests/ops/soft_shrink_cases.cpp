// soft_shrink: x moved by bound towards 0, and 0 where that would pass it
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> soft_shrink_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return soft_shrink(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {-1.5, 0, 0, 3.5}, {.low = -4, .high = 4, .kinks = {-0.5, 0.5}});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {-0.5, 0.5}}},
                   [](Graph&, const Values& x) { return Values{soft_shrink(x[0], {.bound = 0.5})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
