// Numbers that fast kernels get wrong: not a number, infinities, both zeros, a normal and a subnormal small
// number, both sides of where e^x leaves f32, and nearly the largest.
#pragma once

#include <limits>
#include <vector>

namespace percept::proof {

inline constexpr double kInf = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline const std::vector<double> kSpecial = {kNan,  kInf, -kInf, 0.0, -0.0, 1e-38,
                                             1e-42, 88,   -88,   104, -104, 3e38};
inline const std::vector<double> kSpecialBeside = {1, -kInf, 0, -0.0, 0, 1e-38, 2, kNan, kInf, 3e38, 0, 3e38};

}  // namespace percept::proof
