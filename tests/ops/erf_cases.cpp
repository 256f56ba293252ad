// erf: 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> erf_cases() {
  return unary_cases(percept::erf, {0, 0.5, -1, 2},
                     {0, 0.5204998778130465, -0.8427007929497149, 0.9953222650189527},
                     {.low = -3, .high = 3});
}

}  // namespace percept::proof
