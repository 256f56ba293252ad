// log: ln x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> log_cases() {
  return unary_cases(percept::log, {1, 2.718281828459045, 10, 0.5},
                     {0, 1, 2.302585092994046, -0.6931471805599453}, {.low = 0.2, .high = 4});
}

}  // namespace percept::proof
