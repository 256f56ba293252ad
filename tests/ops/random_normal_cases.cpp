// random_normal: the draws of a stream; what they are like is in random_test.cpp
#include "ops/random_cases.hpp"

namespace percept::proof {

std::vector<OpCase> random_normal_cases() { return random_cases("random_normal", &RandomStream::normal); }

}  // namespace percept::proof
