// Schedules: the learning rate of a step as a factor of the base rate. They are plain functions of the step's
// number; what they give is fed.
#pragma once

#include <cstdint>

namespace percept::optim {

/// 1 throughout.
double constant_schedule(std::int64_t step, std::int64_t steps);
/// (1 + cos(pi step / steps)) / 2: from 1 down to 0 (Loshchilov & Hutter 2017, eq. 5, without restarts).
double cosine_schedule(std::int64_t step, std::int64_t steps);

}  // namespace percept::optim
