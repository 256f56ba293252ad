// What the nodes of a plan cost, beside the least that this machine needs for them: for `percept plan` and
// `percept train --profile`.
#pragma once

#include <string>
#include <vector>

#include "call.hpp"
#include "percept/runtime/plan.hpp"

namespace percept::cli {

struct ProfiledStep {
  PlanStep step;
  double gflops = 0;  // as it is defined, a second
  double floor = 0;   // the least time, as a share of the step's; 0 where it took none
};

/// The steps of a plan that was profiled, judged.
std::vector<ProfiledStep> judged(std::vector<PlanStep> steps, Precision precision);
/// Microseconds of all that every run computes.
double total_time(const std::vector<ProfiledStep>& steps);

/// The headings of what `figures` says, and the figures: time, operations a second, bytes, floor.
std::vector<std::string> figure_headings();
std::vector<std::string> figures(const ProfiledStep& profiled);
Json to_json(const PlanStep& step);
Json to_json(const ProfiledStep& profiled);

/// One pass through the plan, every node that each run computes with its median time, in the format of
/// Chrome's trace viewer.
std::string trace_of(const std::vector<ProfiledStep>& steps);

}  // namespace percept::cli
