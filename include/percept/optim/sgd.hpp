// Stochastic gradient descent, with momentum.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept::optim {

/// What optimisers keep between steps lives in the store under this prefix; it is no part of the model.
inline constexpr std::string_view kStatePrefix = "optim.";

struct SgdConfig {
  double lr = 0.01;
  double momentum = 0;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("momentum", momentum, "share of the last step that is kept; fed as \"momentum\"");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};

/// v = momentum v + g + weight_decay p;  p = p - lr v   (PyTorch's form; Sutskever et al. 2013, eq. 1-2).
/// lr, momentum and weight_decay are fed scalars: a run may change them at any step.
class Sgd {
 public:
  explicit Sgd(SgdConfig config = {}) : config_(config) {}
  /// Differentiates the loss with respect to every trainable parameter of its graph and assigns the new
  /// values.
  void minimize(Value loss, Location at = Location::current()) const;
  /// The same with gradients at hand, one a parameter.
  void update(const std::vector<Value>& parameters, const std::vector<Value>& gradients) const;
  const SgdConfig& config() const { return config_; }

 private:
  SgdConfig config_;
};

}  // namespace percept::optim
