#include "percept/optim/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace percept::optim {
namespace {

// From `from` to `to`, t in [0, 1].
double along_cosine(double from, double to, double t) {
  return to + (from - to) * (1 + std::cos(std::numbers::pi * t)) / 2;
}
double along_line(double from, double to, double t) { return from + (to - from) * t; }

}  // namespace

double cosine_schedule(std::int64_t step, std::int64_t steps) {
  return steps > 0 ? (1 + std::cos(std::numbers::pi * double(step) / double(steps))) / 2 : 1;
}

double ConstantSchedule::operator()(std::int64_t step) const { return step < total_iters ? factor : 1; }

double StepSchedule::operator()(std::int64_t step) const {
  return std::pow(gamma, double(step / std::max<std::int64_t>(step_size, 1)));
}

double MultiStepSchedule::operator()(std::int64_t step) const {
  auto past = std::count_if(milestones.begin(), milestones.end(), [&](std::int64_t m) { return m <= step; });
  return std::pow(gamma, double(past));
}

double ExponentialSchedule::operator()(std::int64_t step) const { return std::pow(gamma, double(step)); }

double PolynomialSchedule::operator()(std::int64_t step) const {
  return step < total_iters ? std::pow(1 - double(step) / double(total_iters), power) : 0;
}

double LinearSchedule::operator()(std::int64_t step) const {
  return step < total_iters ? along_line(start_factor, end_factor, double(step) / double(total_iters))
                            : end_factor;
}

double CosineSchedule::operator()(std::int64_t step) const {
  return eta_min + (1 - eta_min) * cosine_schedule(step, t_max);
}

double CosineRestartsSchedule::operator()(std::int64_t step) const {
  std::int64_t period = std::max<std::int64_t>(t_0, 1);
  if (t_mult <= 1) {
    step %= period;
  } else {
    for (; step >= period; period *= t_mult) step -= period;
  }
  return along_cosine(1, eta_min, double(step) / double(period));
}

double OneCycleSchedule::operator()(std::int64_t step) const {
  if (total_steps <= 0) return 1;
  double first = 1 / div_factor, last = first / final_div_factor, t = double(step);
  double top = pct_start * double(total_steps) - 1, end = double(total_steps) - 1;
  struct Phase {
    double end, from, to;
  };
  std::vector<Phase> phases = {{top, first, 1}};
  if (three_phase) phases.push_back({2 * top, 1, first});
  phases.push_back({end, three_phase ? first : 1, last});
  double begin = 0;
  for (const Phase& phase : phases) {
    if (t <= phase.end) {
      double share = phase.end > begin ? (t - begin) / (phase.end - begin) : 1;
      return anneal == "linear" ? along_line(phase.from, phase.to, share)
                                : along_cosine(phase.from, phase.to, share);
    }
    begin = phase.end;
  }
  return last;
}

double NoamSchedule::operator()(std::int64_t step) const {
  double t = double(step) + 1;
  return std::min(1 / std::sqrt(t), t * std::pow(double(warmup), -1.5)) / std::sqrt(double(model_size));
}

Schedule warm_up(std::int64_t steps, Schedule then, double start) {
  return [steps, then = std::move(then), start](std::int64_t step) {
    if (step >= steps) return then(step - steps);
    return then(0) * along_line(start, 1, double(step) / double(steps));
  };
}

Schedule sequence(std::vector<Schedule> schedules, std::vector<std::int64_t> milestones) {
  return [schedules = std::move(schedules), milestones = std::move(milestones)](std::int64_t step) {
    std::size_t i = 0;
    while (i < milestones.size() && i + 1 < schedules.size() && step >= milestones[i]) ++i;
    return schedules[i](i == 0 ? step : step - milestones[i - 1]);
  };
}

Plateau::Plateau(PlateauConfig config)
    : config_(config), best_(config.maximize ? -std::numeric_limits<double>::infinity()
                                             : std::numeric_limits<double>::infinity()) {}

bool Plateau::better(double metric) const {
  double sign = config_.maximize ? 1 : -1;
  double least = config_.relative ? best_ * (1 + sign * config_.threshold) : best_ + sign * config_.threshold;
  return config_.maximize ? metric > least : metric < least;
}

double Plateau::observe(double metric) {
  if (better(metric)) {
    best_ = metric;
    bad_ = 0;
  } else {
    ++bad_;
  }
  if (cooling_ > 0) {
    --cooling_;
    bad_ = 0;
  }
  if (bad_ <= config_.patience) return factor_;
  double next = std::max(factor_ * config_.factor, config_.least);
  if (factor_ - next > config_.eps) factor_ = next;
  cooling_ = config_.cooldown;
  bad_ = 0;
  return factor_;
}

}  // namespace percept::optim
