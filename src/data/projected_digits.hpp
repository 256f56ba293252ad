// The generated digits seen on a plane: the two directions in which they differ most.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace percept::data {

struct ProjectedDigit {
  float x, y;
  int digit;
};

/// Digits 0 to count - 1 of `seed` (generate_digits) on their first two principal components (Pearson 1901),
/// which are those of a thousand digits of another seed; scaled so that nearly all lie between -6 and 6.
std::vector<ProjectedDigit> project_digits(std::int64_t count, std::uint64_t seed);

}  // namespace percept::data
