// relu: max(x, 0)
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> relu_cases() {
  return unary_cases(percept::relu, {-2, -1, 0, 1, 2}, {0, 0, 0, 1, 2}, {.kinks = {0}});
}

}  // namespace percept::proof
