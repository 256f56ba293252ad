// ctc_loss: over all alignments
#include <cmath>
#include <limits>

#include "ops/ctc_cases.hpp"

namespace percept::proof {

std::vector<OpCase> ctc_loss_cases() {
  auto loss = [](CtcLossOptions o) {
    return [o](Graph&, const Values& x) { return Values{ctc_loss(x[0], x[1], x[2], x[3], o)}; };
  };
  // The kernel works on any numbers; these need not be logarithms of probabilities that add up to 1.
  auto batch = [](InputSpec scores, DType dtype = DType::i64) {
    std::vector<InputSpec> inputs = {std::move(scores)};
    for (InputSpec& spec : ctc_batch(dtype)) inputs.push_back(spec);
    return inputs;
  };
  double half = std::log(0.5), infinity = std::numeric_limits<double>::infinity();
  InputSpec scores{.shape = {7, 4, 5}, .low = -3, .high = -0.5};
  // 1 in two steps of two even classes: 11, 1_, _1 of four.
  std::vector<InputSpec> coin = {given({2, 1, 2}, {half, half, half, half}), whole({1, 1}, {1}),
                                 whole({1}, {2}), whole({1}, {1})};
  // 1 1 needs a blank between: three steps at least.
  std::vector<InputSpec> twice = {given({2, 1, 2}, {half, half, half, half}), whole({1, 2}, {1, 1}),
                                  whole({1}, {2}), whole({1}, {2})};
  std::vector<OpCase> cases = {
      {"by hand", coin, loss({}), {{1}}, {{-std::log(0.75)}}},
      {"impossible", twice, loss({}), {{1}}, {{infinity}}},
      {"impossible, for nothing", twice, loss({.zero_infinity = true}), {{1}}, {{0}}},
      {"no time",
       {{.shape = {3, 2, 2}, .differentiable = false},
        whole({2, 1}, {1, 1}),
        whole({2}, {0, 0}),
        whole({2}, {0, 1})},
       loss({}),
       {{2}},
       {{0, infinity}}},
      {"lengths", batch(scores), loss({}), {{4}}},
      {"another blank", batch(scores), loss({.blank = 4}), {{4}}},
      {"i32", batch(scores, DType::i32), loss({}), {{4}}},
      {"u8", batch(scores, DType::u8), loss({}), {{4}}},
      {"f64", batch({.shape = {7, 4, 5}, .dtype = DType::f64, .low = -9, .high = 0}), loss({}), {{4}}},
      {"long",
       {{.shape = {33, 1, 17}, .low = -4, .high = -2},
        whole({1, 7}, {1, 2, 2, 16, 3, 3, 1}),
        whole({1}, {33}),
        whole({1}, {7})},
       loss({}),
       {{1}}},
      {"no examples",
       {{.shape = {3, 0, 2}}, whole({0, 2}, {}), whole({0}, {}), whole({0}, {})},
       loss({}),
       {{0}}},
  };
  for (OpCase& example : cases) example.second_order = false;  // an explicit error
  return cases;
}

}  // namespace percept::proof
