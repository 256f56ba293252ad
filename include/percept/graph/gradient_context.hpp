// What a gradient rule sees and says.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// A rule reads the node's inputs, outputs and the gradients of its outputs, and sets the gradients of the
/// inputs that are wanted. It is written with front-door functions, so it can be differentiated again.
class GradientContext {
 public:
  using ZerosLike = Value (*)(Value);

  GradientContext(Graph& graph, const Node& node, std::vector<Value> gradients, std::vector<bool> wanted,
                  ZerosLike zeros_like)
      : graph_(graph), node_(node), gradients_(std::move(gradients)), wanted_(std::move(wanted)),
        results_(node.inputs.size()), zeros_like_(zeros_like) {}

  const Node& node() const { return node_; }
  Value input(int i) const { return node_.inputs[std::size_t(i)]; }
  bool has(int i) const { return i < int(node_.inputs.size()) && input(i); }
  Value output(int i = 0) const { return {&graph_, node_.id, i}; }
  /// The gradient of the loss with respect to output i; zeros where the loss does not depend on it.
  Value grad(int i = 0) const {
    Value given = gradients_[std::size_t(i)];
    return given ? given : zeros_like_(output(i));
  }
  /// Whether the loss depends on output i.
  bool has_grad(int i) const { return bool(gradients_[std::size_t(i)]); }
  /// Whether anyone asks for the gradient of input i; what is set for others is dropped.
  bool wants(int i) const { return i < int(wanted_.size()) && wanted_[std::size_t(i)]; }
  void set(int i, Value gradient) { results_[std::size_t(i)] = gradient; }
  template <class Options>
  Options options() const {
    return node_.attributes.as<Options>();
  }
  const std::vector<Value>& results() const { return results_; }

 private:
  Graph& graph_;
  const Node& node_;
  std::vector<Value> gradients_;
  std::vector<bool> wanted_;
  std::vector<Value> results_;
  ZerosLike zeros_like_;
};

/// For the tests of the tests: what a rule sets passes through the hook, so that a test can spoil the
/// gradient of one op without a rebuild and see that its check fails. None at start.
using GradientHook = std::function<Value(const Node& node, int input, Value gradient)>;
void set_gradient_hook(GradientHook hook);
const GradientHook& gradient_hook();

}  // namespace percept
