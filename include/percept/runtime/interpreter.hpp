// Runs a graph node by node on the reference kernels: the debugger, the step button, the gradient checker,
// and the oracle that plans are tested against. On the fast kernels it runs what cannot be planned.
#pragma once

#include <optional>

#include "percept/runtime/feeds.hpp"
#include "percept/runtime/parameter_store.hpp"

namespace percept {

struct InterpreterOptions {
  /// Compute f32 values in f64. Parameters are read as they are and written back rounded to their type.
  bool double_precision = false;
  /// Compute on the kernels that a plan would take, each built when its node is reached: for work, where the
  /// reference kernels are for proof. Not with double precision.
  bool fast = false;
};

/// Computes values on demand and keeps them until `reset`. The graph and the store must outlive it.
class Interpreter {
 public:
  Interpreter(Graph& graph, ParameterStore& store, InterpreterOptions options = {})
      : graph_(graph), store_(store), options_(options) {}

  /// Binds the feeds and forgets what was computed.
  void reset(Feeds feeds);
  /// The value's tensor, computing what it needs. Throws where a feed is missing.
  const Tensor& value(Value value);
  /// Replaces the tensor of a leaf for the coming computations (until the next reset).
  void override_value(Value value, Tensor tensor);

  /// Resets, then finishes.
  Fetches run(Feeds feeds) { return reset(std::move(feeds)), finish(); }
  /// Computes every fetch, then every assign, and commits the assigns together.
  Fetches finish();

  /// One node at a time, in order: the next node's id, or none at the end.
  std::optional<int> next() const;
  void step();

  /// Lets the graph ask for values while it is being traced: sizes that depend on fed data.
  void serve_tracing();

 private:
  void compute(const Node& node);
  Tensor leaf(const Node& node);
  Tensor precise(const Tensor& tensor) const;

  Graph& graph_;
  ParameterStore& store_;
  InterpreterOptions options_;
  Feeds feeds_;
  std::map<int, std::vector<Tensor>> computed_;  // by node
};

/// Lets a graph ask, while it is traced, for values that neither feeds nor parameters have a part in: what is
/// computed from constants and from the shapes of other values.
void serve_constants(Graph& graph);

/// A node computed on its reference kernel: what constant folding asks for.
std::vector<Tensor> evaluate_node(const Node& node, const std::vector<Tensor>& inputs);

}  // namespace percept
