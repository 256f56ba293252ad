// atan: arctan x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> atan_cases() {
  return unary_cases(percept::atan, {0, 0.5, -1, 10},
                     {0, 0.4636476090008061, -0.7853981633974483, 1.4711276743037347},
                     {.low = -3, .high = 3});
}

}  // namespace percept::proof
