// sigmoid: 1 / (1 + e^-x); the golden values are those of a table of activations
#include "ops/op_case.hpp"

namespace percept::proof {

std::vector<OpCase> sigmoid_cases() {
  return unary_cases(percept::sigmoid, {-2, -1, 0, 1, 2},
                     {0.11920292202211755, 0.2689414213699951, 0.5, 0.7310585786300049, 0.8807970779778823},
                     {.low = -4, .high = 4});
}

}  // namespace percept::proof
