// random_uniform: the draws of a stream; what they are like is in random_test.cpp
#include "ops/random_cases.hpp"

namespace percept::proof {

std::vector<OpCase> random_uniform_cases() { return random_cases("random_uniform", &RandomStream::uniform); }

}  // namespace percept::proof
