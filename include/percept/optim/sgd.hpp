// Stochastic gradient descent, with momentum.
#pragma once

#include "percept/optim/optimizer.hpp"

namespace percept::optim {

struct SgdConfig {
  static constexpr std::string_view kName = "sgd";
  double lr = 0.01;
  double momentum = 0;
  double dampening = 0;
  bool nesterov = false;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("momentum", momentum, "share of the last step that is kept; fed as \"momentum\"");
    v("dampening", dampening, "share of the gradient that momentum leaves out after the first step");
    v("nesterov", nesterov, "look ahead along the momentum");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};

/// v = momentum v + (1 - dampening) (g + weight_decay p);  p = p - lr v, and with Nesterov p = p - lr (g +
/// momentum v). PyTorch's form; Sutskever et al. 2013, eq. 1-4.
class Sgd final : public Configured<SgdConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

}  // namespace percept::optim
