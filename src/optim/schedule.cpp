#include "percept/optim/schedule.hpp"

#include <cmath>
#include <numbers>

namespace percept::optim {

double constant_schedule(std::int64_t, std::int64_t) { return 1; }

double cosine_schedule(std::int64_t step, std::int64_t steps) {
  return steps > 0 ? (1 + std::cos(std::numbers::pi * double(step) / double(steps))) / 2 : 1;
}

}  // namespace percept::optim
