// silu: x sigmoid(x), also called swish. Ramachandran et al. 2017
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> silu_cases() {
  return unary_cases(percept::silu, {-2, -0.25, 0.3, 4},
                     {-0.2384058440442351, -0.10945587477855048, 0.1723327550434977, 3.928055160151634},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
