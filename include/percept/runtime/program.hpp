// A traced function with its parameters: what users run.
#pragma once

#include <functional>
#include <list>

#include "percept/runtime/plan.hpp"

namespace percept {

struct ProgramOptions {
  Mode mode = Mode::train;
  PlanOptions plan;
  std::size_t most_plans = 8;  // the least recently used one is dropped beyond
  /// Where a size depends on fed numbers, so that there can be no plan: trace anew at every run with the
  /// feeds at hand, and compute node by node. Else that is an error.
  bool may_interpret = false;
};

/// Traces its function once for each combination of feed shapes, plans it, and keeps the plan: full and last
/// batch, one image. Programs may share a store. Not thread-safe.
class Program {
 public:
  using Trace = std::function<void(Graph&)>;

  Program(ParameterStore& store, Trace trace, ProgramOptions options = {})
      : store_(store), trace_(std::move(trace)), options_(options) {}
  /// A program that learns nothing when run: traced in Mode::infer; it may interpret.
  static Program inference(ParameterStore& store, Trace trace, Precision precision = Precision::single) {
    return Program(store, std::move(trace),
                   {.mode = Mode::infer, .plan = {.precision = precision}, .may_interpret = true});
  }

  /// Runs the plan for these feeds' shapes; see Plan::run for the life of what it gives.
  const Fetches& run(const Feeds& feeds);
  /// The plan for these feeds' shapes, traced and compiled where it is not yet.
  Plan& plan(const Feeds& feeds);
  /// A fresh trace for these feeds' shapes, as the user wrote it, without passes. Where a size depends on
  /// their numbers too and the program may interpret, it is good for these numbers alone.
  std::unique_ptr<Graph> trace(const Feeds& feeds) const;
  std::size_t plans() const { return plans_.size(); }
  /// Whether the last run found that it cannot be planned.
  bool interprets() const { return interprets_; }

 private:
  std::unique_ptr<Graph> offered(const Feeds& feeds) const;
  std::unique_ptr<Graph> trace_shapes(const Feeds& feeds) const;
  const Fetches& interpret(const Feeds& feeds);

  struct Cached {
    std::vector<std::pair<std::string, ValueType>> signature;
    std::unique_ptr<Plan> plan;
    bool fits(const Feeds& feeds) const;
  };

  ParameterStore& store_;
  Trace trace_;
  ProgramOptions options_;
  std::list<Cached> plans_;  // most recently used first
  bool interprets_ = false;
  Fetches fetches_;  // of an interpreted run
};

}  // namespace percept
