#include "percept/optim/schedules.hpp"

namespace percept::optim {
namespace {

void fill_length(std::int64_t& length, std::int64_t steps) {
  if (length == 0) length = steps;
}

}  // namespace

Schedule make_schedule(AnySchedule schedule, std::int64_t steps) {
  return std::visit(
      [steps](auto chosen) -> Schedule {
        if constexpr (requires { chosen.t_max; }) fill_length(chosen.t_max, steps);
        if constexpr (requires { chosen.total_steps; }) fill_length(chosen.total_steps, steps);
        if constexpr (
            requires { chosen.power; } || requires { chosen.end_factor; })
          fill_length(chosen.total_iters, steps);
        return chosen;
      },
      std::move(schedule));
}

}  // namespace percept::optim
