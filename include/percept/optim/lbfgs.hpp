// L-BFGS: steps along an estimate of Newton's direction, made of the last gradients and steps (Liu & Nocedal
// 1989).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

namespace percept::optim {

enum class LineSearch {
  none,         // steps of length lr
  strong_wolfe  // Nocedal & Wright 2006, algorithms 3.5 and 3.6 with cubic interpolation
};

/// PyTorch's names and defaults.
struct LbfgsConfig {
  double lr = 1;
  std::int64_t max_iter = 20;
  std::int64_t max_eval = 0;  // 0: 5/4 of max_iter
  double tolerance_grad = 1e-7;
  double tolerance_change = 1e-9;
  std::int64_t history_size = 100;
  LineSearch line_search = LineSearch::none;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "length of a step; with a line search: of the first one tried");
    v("max_iter", max_iter, "iterations a call at most");
    v("max_eval", max_eval, "a call ends after so many evaluations; 0: 5/4 of max_iter");
    v("tolerance_grad", tolerance_grad, "a call ends where no number of the gradient is larger");
    v("tolerance_change", tolerance_change, "a call ends where a step, or what it changes, is smaller");
    v("history_size", history_size, "steps and changes of the gradient that are kept");
  }
};

/// Minimises a function of many numbers from its value and gradient. What it learns of the curvature is kept
/// from call to call. The semantics are those of torch.optim.LBFGS; in addition, a value that is not a number
/// counts as infinitely high, so that a line search turns back from it, and a call ends where the gradient is
/// not finite. Not thread-safe.
class Lbfgs {
 public:
  /// Gives the value at x and writes the gradient, which has the size of x.
  using Objective = std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;

  /// What one call did.
  struct Outcome {
    double loss = 0;  // where it began
    std::int64_t iterations = 0, evaluations = 0;
  };

  explicit Lbfgs(LbfgsConfig config = {}) : config_(config) {}

  /// Moves x. It is evaluated at its start and then once an iteration (with a line search as often as that
  /// needs). Another size of x than before begins anew.
  Outcome step(std::vector<double>& x, const Objective& objective);

  const LbfgsConfig& config() const { return config_; }
  /// Over all calls.
  std::int64_t iterations() const { return iterations_; }
  std::int64_t evaluations() const { return evaluations_; }

 private:
  // A step, how the gradient changed along it, and 1 / (their product).
  struct Change {
    std::vector<double> step, gradient;
    double reciprocal;
  };
  void learn(const std::vector<double>& gradient);
  std::vector<double> direction(const std::vector<double>& gradient) const;

  LbfgsConfig config_;
  std::deque<Change> changes_;  // the oldest first
  double scale_ = 1;            // of the estimate of the inverse curvature before the changes
  std::vector<double> direction_, gradient_;
  double length_ = 0;  // of the last step, in units of direction_
  std::int64_t iterations_ = 0, evaluations_ = 0;
};

}  // namespace percept::optim
