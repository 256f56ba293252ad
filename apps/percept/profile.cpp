#include "profile.hpp"

#include "percept/base/threads.hpp"
#include "rates.hpp"
#include "words.hpp"

namespace percept::cli {

std::vector<ProfiledStep> judged(std::vector<PlanStep> steps, Precision precision) {
  Rates rates(std::chrono::milliseconds(100));
  std::vector<ProfiledStep> all;
  for (PlanStep& step : steps) {
    double milliseconds = step.microseconds / 1000;
    ProfiledStep one{.step = std::move(step)};
    if (milliseconds > 0) {
      one.gflops = one.step.operations / milliseconds / 1e6;
      one.floor = rates.floor(one.step.operations, one.step.bytes, precision, thread_count()) / milliseconds;
    }
    all.push_back(std::move(one));
  }
  return all;
}

double total_time(const std::vector<ProfiledStep>& steps) {
  double total = 0;
  for (const ProfiledStep& profiled : steps)
    if (!profiled.step.once) total += profiled.step.microseconds;
  return total;
}

std::vector<std::string> figure_headings() {
  return {"µs", "GFLOP/s", text("percept.profile.bytes"), text("percept.profile.floor")};
}

std::vector<std::string> figures(const ProfiledStep& profiled) {
  const PlanStep& step = profiled.step;
  bool timed = step.microseconds > 0;
  return {fixed(step.microseconds, 1), timed ? fixed(profiled.gflops, 1) : "-",
          size(std::uint64_t(step.bytes)),
          step.once ? text("percept.profile.once")
          : timed   ? percent(profiled.floor, 0)
                    : "-"};
}

Json to_json(const PlanStep& step) {
  return {{"path", step.path},         {"op", step.op},
          {"backward", step.backward}, {"kernel", step.kernel},
          {"outputs", step.outputs},   {"once", step.once},
          {"us", step.microseconds},   {"operations", step.operations},
          {"bytes", step.bytes}};
}

Json to_json(const ProfiledStep& profiled) {
  Json object = to_json(profiled.step);
  object["gflops"] = profiled.gflops;
  object["of_best"] = profiled.floor;
  return object;
}

// The Trace Event Format: complete events, times in microseconds.
std::string trace_of(const std::vector<ProfiledStep>& steps) {
  Json events = Json::array();
  double start = 0;
  for (const ProfiledStep& profiled : steps) {
    const PlanStep& step = profiled.step;
    if (step.once) continue;
    std::string name = step.path.empty() ? step.op : step.path + " " + step.op;
    events.push_back({{"name", name},
                      {"cat", step.backward ? "backward" : "forward"},
                      {"ph", "X"},
                      {"ts", start},
                      {"dur", step.microseconds},
                      {"pid", 1},
                      {"tid", 1},
                      {"args",
                       {{"kernel", step.kernel},
                        {"inputs", step.inputs},
                        {"outputs", step.outputs},
                        {"gflops", profiled.gflops},
                        {"bytes", step.bytes},
                        {"of_best", profiled.floor}}}});
    start += step.microseconds;
  }
  return Json{{"displayTimeUnit", "ns"}, {"traceEvents", events}}.dump(1) + "\n";
}

}  // namespace percept::cli
