// Schedules: the learning rate of a step as a factor of the base rate; what they give is fed. Each is a
// struct of its settings that is called with the step, counted from 0: `Schedule s = StepSchedule{.step_size
// = 30};`. What a step is, one of training or an epoch, is the caller's choice. Names and formulas are those
// of PyTorch's lr_scheduler, but rates such as eta_min are factors of the base rate too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace percept::optim {

/// (1 + cos(pi step / steps)) / 2: from 1 down to 0 (Loshchilov & Hutter 2017, eq. 5, without restarts).
double cosine_schedule(std::int64_t step, std::int64_t steps);

using Schedule = std::function<double(std::int64_t step)>;

/// `factor` until step total_iters, 1 then. PyTorch's ConstantLR; with factor 1 the rate never changes.
struct ConstantSchedule {
  static constexpr std::string_view kName = "constant";
  double factor = 1;
  std::int64_t total_iters = 0;
  template <class V>
  void fields(V& v) {
    v("factor", factor, "of the base rate, at first");
    v("total_iters", total_iters, "so many steps; then 1");
  }
  double operator()(std::int64_t step) const;
};

/// gamma^floor(step / step_size).
struct StepSchedule {
  static constexpr std::string_view kName = "step";
  std::int64_t step_size = 1;
  double gamma = 0.1;
  template <class V>
  void fields(V& v) {
    v("step_size", step_size, "steps between two falls");
    v("gamma", gamma, "factor of each fall");
  }
  double operator()(std::int64_t step) const;
};

/// gamma^k, k the number of milestones that are past.
struct MultiStepSchedule {
  static constexpr std::string_view kName = "multi_step";
  std::vector<std::int64_t> milestones;
  double gamma = 0.1;
  template <class V>
  void fields(V& v) {
    v("milestones", milestones, "the steps at which it falls");
    v("gamma", gamma, "factor of each fall");
  }
  double operator()(std::int64_t step) const;
};

/// gamma^step.
struct ExponentialSchedule {
  static constexpr std::string_view kName = "exponential";
  double gamma = 0.99;
  template <class V>
  void fields(V& v) {
    v("gamma", gamma, "factor of every step");
  }
  double operator()(std::int64_t step) const;
};

/// (1 - step / total_iters)^power, 0 from there on.
struct PolynomialSchedule {
  static constexpr std::string_view kName = "polynomial";
  std::int64_t total_iters = 0;
  double power = 1;
  template <class V>
  void fields(V& v) {
    v("total_iters", total_iters, "steps until 0; 0: those of the run");
    v("power", power, "1: a straight line");
  }
  double operator()(std::int64_t step) const;
};

/// From start_factor to end_factor in a straight line over total_iters steps; then end_factor.
struct LinearSchedule {
  static constexpr std::string_view kName = "linear";
  double start_factor = 1.0 / 3;
  double end_factor = 1;
  std::int64_t total_iters = 5;
  template <class V>
  void fields(V& v) {
    v("start_factor", start_factor, "of the base rate, at first");
    v("end_factor", end_factor, "of the base rate, in the end");
    v("total_iters", total_iters, "steps between; 0: those of the run");
  }
  double operator()(std::int64_t step) const;
};

/// eta_min + (1 - eta_min) (1 + cos(pi step / t_max)) / 2.
struct CosineSchedule {
  static constexpr std::string_view kName = "cosine";
  std::int64_t t_max = 0;
  double eta_min = 0;
  template <class V>
  void fields(V& v) {
    v("t_max", t_max, "steps from 1 to the least; 0: those of the run");
    v("eta_min", eta_min, "the least, as a factor of the base rate");
  }
  double operator()(std::int64_t step) const;
};

/// The cosine from anew after t_0 steps, then after t_0 t_mult, t_0 t_mult^2, ... (Loshchilov & Hutter 2017).
struct CosineRestartsSchedule {
  static constexpr std::string_view kName = "cosine_restarts";
  std::int64_t t_0 = 10;
  std::int64_t t_mult = 1;
  double eta_min = 0;
  template <class V>
  void fields(V& v) {
    v("t_0", t_0, "steps until the first restart");
    v("t_mult", t_mult, "how many times longer each period is");
    v("eta_min", eta_min, "the least, as a factor of the base rate");
  }
  double operator()(std::int64_t step) const;
};

/// Up to the base rate and down again, further than it began (Smith & Topin 2018). The base rate is PyTorch's
/// max_lr.
struct OneCycleSchedule {
  static constexpr std::string_view kName = "one_cycle";
  std::int64_t total_steps = 0;
  double pct_start = 0.3;
  double div_factor = 25;
  double final_div_factor = 1e4;
  std::string anneal = "cos";
  bool three_phase = false;
  template <class V>
  void fields(V& v) {
    v("total_steps", total_steps, "steps of the cycle; 0: those of the run");
    v("pct_start", pct_start, "share of the steps that go up");
    v("div_factor", div_factor, "it begins with 1 / this");
    v("final_div_factor", final_div_factor, "it ends with the beginning / this");
    v("anneal", anneal, "the way between: cos or linear");
    v("three_phase", three_phase, "down to the beginning as fast as up, then to the end");
  }
  double operator()(std::int64_t step) const;
};

/// model_size^-1/2 min(t^-1/2, t warmup^-3/2), t = step + 1 (Vaswani et al. 2017, eq. 3). The base rate is 1
/// there.
struct NoamSchedule {
  static constexpr std::string_view kName = "noam";
  std::int64_t model_size = 512;
  std::int64_t warmup = 4000;
  template <class V>
  void fields(V& v) {
    v("model_size", model_size, "width of the model");
    v("warmup", warmup, "steps that go up");
  }
  double operator()(std::int64_t step) const;
};

/// From `start` times the first factor of `then` up to it in a straight line over `steps` steps, then `then`
/// from its beginning.
Schedule warm_up(std::int64_t steps, Schedule then, double start = 0);
/// The first until milestones[0], then the second, counted from there, until milestones[1], and so on:
/// PyTorch's SequentialLR. There is one milestone fewer than schedules.
Schedule sequence(std::vector<Schedule> schedules, std::vector<std::int64_t> milestones);

struct PlateauConfig {
  bool maximize = false;
  double factor = 0.1;
  std::int64_t patience = 10;
  double threshold = 1e-4;
  bool relative = true;
  std::int64_t cooldown = 0;
  double least = 0;
  double eps = 1e-8;
  template <class V>
  void fields(V& v) {
    v("maximize", maximize, "whether the metric should be large: the accuracy; else small: the loss");
    v("factor", factor, "factor of each fall");
    v("patience", patience, "this many epochs without progress are borne");
    v("threshold", threshold, "what counts as progress");
    v("relative", relative, "whether the threshold is a share of the best");
    v("cooldown", cooldown, "epochs after a fall in which nothing counts");
    v("least", least, "it never falls below, as a factor of the base rate");
    v("eps", eps, "a smaller fall is not made");
  }
};
/// Falls when a metric no longer gets better: PyTorch's ReduceLROnPlateau.
class Plateau {
 public:
  explicit Plateau(PlateauConfig config = {});
  /// To be called with each epoch's metric; gives the factor of the epochs to come.
  double observe(double metric);
  double factor() const { return factor_; }

 private:
  bool better(double metric) const;

  PlateauConfig config_;
  double best_, factor_ = 1;
  std::int64_t bad_ = 0, cooling_ = 0;
};

}  // namespace percept::optim
