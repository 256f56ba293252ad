// neg: -x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> neg_cases() { return unary_cases(percept::neg, {0, 1, -2.5}, {0, -1, 2.5}); }

}  // namespace percept::proof
