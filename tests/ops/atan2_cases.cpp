// atan2: the angle of a point
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> atan2_cases() {
  constexpr double pi = 3.14159265358979323846;
  return binary_cases(percept::atan2, {0, 1, 1, 0, -1}, {2, 1, 0, -3, -1},
                      {0, pi / 4, pi / 2, pi, -3 * pi / 4}, {.low = 0.3, .high = 3}, {.low = -2, .high = 2});
}

}  // namespace percept::proof
