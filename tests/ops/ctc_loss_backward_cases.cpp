// ctc_loss_backward: how much each class is due at each time
#include <cmath>

#include "ops/ctc_cases.hpp"

namespace percept::proof {

std::vector<OpCase> ctc_loss_backward_cases() {
  auto gradient = [](CtcLossOptions o) {
    return
        [o](Graph&, const Values& x) { return Values{ctc_loss_backward(x[0], x[1], x[2], x[3], x[4], o)}; };
  };
  auto batch = [](InputSpec scores) {
    std::vector<InputSpec> inputs = {{.shape = {4}, .dtype = scores.dtype}, scores};
    for (InputSpec& spec : ctc_batch()) inputs.push_back(spec);
    return inputs;
  };
  double half = std::log(0.5), third = 2.0 / 3;
  // Of 11, 1_ and _1 two have 1 at the first step, and two at the second.
  std::vector<InputSpec> coin = {given({1}, {3}), given({2, 1, 2}, {half, half, half, half}),
                                 whole({1, 1}, {1}), whole({1}, {2}), whole({1}, {1})};
  std::vector<InputSpec> twice = {given({1}, {1}), given({2, 1, 2}, {half, half, half, half}),
                                  whole({1, 2}, {1, 1}), whole({1}, {2}), whole({1}, {2})};
  std::vector<OpCase> cases = {
      {"by hand", coin, gradient({}), {{2, 1, 2}}, {{-1, -3 * third, -1, -3 * third}}},
      {"impossible, for nothing", twice, gradient({.zero_infinity = true}), {{2, 1, 2}}, {{0, 0, 0, 0}}},
      {"lengths", batch({.shape = {7, 4, 5}, .low = -3, .high = -0.5}), gradient({}), {{7, 4, 5}}},
      {"f64",
       batch({.shape = {7, 4, 5}, .dtype = DType::f64, .low = -9, .high = 0}),
       gradient({.blank = 4}),
       {{7, 4, 5}}},
  };
  for (OpCase& example : cases) example.gradient = false;  // it has none
  return cases;
}

}  // namespace percept::proof
