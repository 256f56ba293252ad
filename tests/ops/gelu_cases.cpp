// gelu: x P(X <= x) for a normal X. Hendrycks and Gimpel 2016
#include "ops/op_case.hpp"

namespace percept::proof {

// Away from -0.7518, where the slope is zero and a relative error means nothing.
std::vector<OpCase> gelu_cases() {
  std::vector<OpCase> cases =
      unary_cases([](Value x, Location at) { return gelu(x, {}, at); }, {-2, -0.25, 0.3, 4},
                  {-0.04550026389635842, -0.10032341857926907, 0.18537342665668577, 3.9998733150326675},
                  {.low = -4, .high = 4, .kinks = {-0.7518}});
  cases.push_back({"another option",
                   {{.shape = {5, 7}, .low = -3, .high = 3, .kinks = {-0.7518}}},
                   [](Graph&, const Values& x) { return Values{gelu(x[0], {.tanh = true})}; },
                   {{5, 7}}});
  return cases;
}

}  // namespace percept::proof
