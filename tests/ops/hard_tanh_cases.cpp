// hard_tanh: x held between low and high, -1 and 1 unless said otherwise
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> hard_tanh_cases() {
  return unary_cases([](Value x, Location at) { return hard_tanh(x, {}, at); }, {-2, -0.25, 0.3, 4},
                     {-1, -0.25, 0.3, 1}, {.low = -4, .high = 4, .kinks = {-1, 1}});
}

}  // namespace percept::proof
