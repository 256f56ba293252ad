// tanh: (e^x - e^-x) / (e^x + e^-x)
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> tanh_cases() {
  return unary_cases(percept::tanh, {0, 0.5, -0.5, 1},
                     {0, 0.46211715726000973, -0.46211715726000973, 0.7615941559557649},
                     {.low = -3, .high = 3});
}

}  // namespace percept::proof
