// A graph made executable: optimised, a kernel for every node, one arena, everything decided before the first
// run.
#pragma once

#include <memory>

#include "percept/kernels/kernel.hpp"
#include "percept/runtime/feeds.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept {

enum class Backend {
  best,      // the first candidate that takes a node
  reference  // reference kernels only
};

struct PlanOptions {
  Backend backend = Backend::best;
  bool optimise = true;      // fold, share, fuse
  bool reuse_memory = true;  // let values whose lives do not meet share bytes
  bool profile = false;      // measure every step
  Precision precision = Precision::single;
};

/// One step, for `percept plan`, the profiler and the studio.
struct PlanStep {
  struct Refusal {
    std::string kernel;
    Message why;
  };
  std::string path, op, kernel;
  std::vector<Refusal> refused;
  std::vector<std::string> inputs;  // with layouts: f32[64, 6, 28, 28] blocked16
  std::vector<std::string> outputs;
  bool backward = false;
  bool once = false;        // made of parameters alone: run again when one of them has changed
  double operations = 0;    // additions and multiplications as it is defined
  double bytes = 0;         // read and written: the inputs and the outputs once
  double microseconds = 0;  // median of the profiled runs; 0 without
};

/// Not thread-safe. The store must outlive it.
class Plan {
 public:
  Plan(const Graph& graph, ParameterStore& store, PlanOptions options = {});
  ~Plan();
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  /// Computes the fetches and commits the assigns. Allocates nothing. The tensors given back are overwritten
  /// by the next run; `clone` what is to be kept. Throws where a feed is missing or of another type.
  const Fetches& run(const Feeds& feeds);

  std::vector<PlanStep> steps() const;
  /// Bytes of the arena, and what it would take if no two values shared any.
  std::size_t arena_bytes() const;
  std::size_t unshared_bytes() const;
  /// The graph after the passes.
  const Graph& graph() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace percept
