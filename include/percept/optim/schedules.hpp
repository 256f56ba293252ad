// Every schedule that is chosen by name.
#pragma once

#include <variant>

#include "percept/optim/schedule.hpp"

namespace percept::optim {

using AnySchedule =
    std::variant<CosineSchedule, ConstantSchedule, StepSchedule, MultiStepSchedule, ExponentialSchedule,
                 PolynomialSchedule, LinearSchedule, CosineRestartsSchedule, OneCycleSchedule, NoamSchedule>;

/// Calls f with a default schedule of each kind until it gives true.
template <class F, std::size_t i = 0>
bool any_schedule(F&& f) {
  if constexpr (i < std::variant_size_v<AnySchedule>)
    return f(std::variant_alternative_t<i, AnySchedule>()) || any_schedule<F, i + 1>(std::forward<F>(f));
  else
    return false;
}

/// The schedule for a run of so many steps, which take the place of a length that was left 0.
Schedule make_schedule(AnySchedule schedule, std::int64_t steps);

}  // namespace percept::optim
