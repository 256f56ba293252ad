// sinh: (e^x - e^-x) / 2
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> sinh_cases() {
  return unary_cases(percept::sinh, {0, 0.5, -1, 3},
                     {0, 0.5210953054937474, -1.1752011936438014, 10.017874927409903},
                     {.low = -3, .high = 3});
}

}  // namespace percept::proof
