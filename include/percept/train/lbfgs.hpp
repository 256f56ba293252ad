// L-BFGS: steps along a direction that the last gradients tell of the curvature. Liu & Nocedal 1989.
#pragma once

#include <deque>
#include <vector>

#include "percept/runtime/program.hpp"

namespace percept::train {

struct LbfgsConfig {
  double lr = 1;
  std::int64_t max_iter = 20;      // directions a step
  std::int64_t max_eval = 0;       // evaluations of the loss a step; 0: max_iter 5/4
  double tolerance_grad = 1e-7;    // ends a step where no gradient is larger
  double tolerance_change = 1e-9;  // ... where neither parameters nor the loss change by more
  std::int64_t history_size = 100;
  bool strong_wolfe = false;  // search along the direction; else go lr of it
};

/// PyTorch's LBFGS. It evaluates the loss many times a step, so it runs a program of its own instead of
/// adding to a graph; feed it all examples, since its formula takes the loss for one function. The history
/// lives in this object and not in the store. Not thread-safe; the store must outlive it.
class Lbfgs {
 public:
  /// `loss` builds the net and gives its loss: `[](Graph& graph) { return
  /// cross_entropy(net(graph.feed("image")), ...); }`.
  Lbfgs(ParameterStore& store, std::function<Value(Graph&)> loss, LbfgsConfig config = {});
  Lbfgs(const Lbfgs&) = delete;  // the program holds its address
  Lbfgs& operator=(const Lbfgs&) = delete;
  /// Changes every trainable parameter; gives the loss before.
  double step(const Feeds& feeds);

 private:
  using Vector = std::vector<double>;
  struct Point {
    double t = 0, loss = 0, slope = 0;  // slope: of the loss along the direction
    Vector gradient;
  };

  Point evaluate(const Feeds& feeds);
  Point evaluate_at(const Feeds& feeds, const Vector& from, const Vector& direction, double t);
  Vector read() const;
  void write(const Vector& values);
  Vector direction(const Vector& gradient) const;
  void remember(const Vector& gradient);
  Point search(const Feeds& feeds, const Vector& from, const Vector& direction, const Point& start, double t,
               std::int64_t& evaluations);

  ParameterStore& store_;
  LbfgsConfig config_;
  std::vector<std::string> paths_;  // of what is trained, in the order of the vectors
  Program program_;
  struct Pair {
    Vector step, change;  // of the parameters, and of the gradient
    double share;         // 1 / their product
  };
  std::deque<Pair> history_;
  double scale_ = 1, t_ = 0;
  Vector direction_, last_gradient_;
  std::int64_t iterations_ = 0;
};

}  // namespace percept::train
