// mish: x tanh(ln(1 + e^x)). Misra 2019
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> mish_cases() {
  return unary_cases(percept::mish, {-2, -0.25, 0.3, 4},
                     {-0.2525014826957089, -0.129926963679141, 0.20800137234811503, 3.9974128069762385},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
