// Every schedule that is chosen by name.
#pragma once

#include <variant>

#include "percept/optim/by_name.hpp"
#include "percept/optim/schedule.hpp"

namespace percept::optim {

using AnySchedule =
    std::variant<CosineSchedule, ConstantSchedule, StepSchedule, MultiStepSchedule, ExponentialSchedule,
                 PolynomialSchedule, LinearSchedule, CosineRestartsSchedule, OneCycleSchedule, NoamSchedule>;

/// The schedule for a run of so many steps, which take the place of a length that was left 0.
Schedule make_schedule(AnySchedule schedule, std::int64_t steps);

}  // namespace percept::optim
