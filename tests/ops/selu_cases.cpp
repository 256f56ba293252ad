// selu: 1.0507 elu(x) with alpha = 1.6733. Klambauer et al. 2017
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> selu_cases() {
  return unary_cases(percept::selu, {-2, -0.25, 0.3, 4},
                     {-1.520166468595695, -0.3888901974781189, 0.31521029620664415, 4.202803949421922},
                     {.low = -4, .high = 4, .kinks = {0}});
}

}  // namespace percept::proof
