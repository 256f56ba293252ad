// L-BFGS on the parameters of a traced loss.
#pragma once

#include "percept/optim/lbfgs.hpp"
#include "percept/runtime/program.hpp"

namespace percept::train {

/// Minimises a loss over the trainable parameters that it reads, with optim::Lbfgs. Its steps compare values
/// of the loss, so feed all the data, or a large batch for several steps, and have nothing random in the
/// loss. What the loss itself assigns (running means) is assigned at every evaluation. The iterates are f64;
/// parameters are rounded to their type. Not thread-safe; the store must outlive it.
///
///     LossMinimizer minimizer(store, [&](Graph& graph) { return nn::cross_entropy(net(graph.feed("image")),
///         graph.feed("label")); }, {.line_search = optim::LineSearch::strong_wolfe});
///     while (minimizer.step(feeds).loss > 0.01) {}
class LossMinimizer {
 public:
  LossMinimizer(ParameterStore& store, std::function<Value(Graph&)> loss, optim::LbfgsConfig config = {},
                PlanOptions plan = {});

  LossMinimizer(const LossMinimizer&) = delete;
  LossMinimizer& operator=(const LossMinimizer&) = delete;

  /// One call of Lbfgs::step, from the values in the store, which then hold where it ended.
  optim::Lbfgs::Outcome step(const Feeds& feeds);
  const optim::Lbfgs& lbfgs() const { return lbfgs_; }

 private:
  std::vector<double> gathered() const;
  void scatter(const std::vector<double>& x);

  ParameterStore& store_;
  std::vector<std::string> paths_;  // of the parameters, as the last trace reads them
  Program program_;
  optim::Lbfgs lbfgs_;
};

}  // namespace percept::train
