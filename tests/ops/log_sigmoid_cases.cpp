// log_sigmoid: ln sigmoid(x) = -softplus(-x)
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> log_sigmoid_cases() {
  return unary_cases(percept::log_sigmoid, {-2, -0.25, 0.3, 4},
                     {-2.1269280110429727, -0.8259394198788435, -0.554355244468527, -0.01814992791780973},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
