// Steps scaled by squares of past gradients, without Adam's average of the gradient: Adagrad, Adadelta,
// RMSprop.
#pragma once

#include "percept/optim/optimizer.hpp"

namespace percept::optim {

struct AdagradConfig {
  static constexpr std::string_view kName = "adagrad";
  double lr = 0.01;
  double lr_decay = 0;
  double weight_decay = 0;
  double initial = 0;
  double epsilon = 1e-10;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("lr_decay", lr_decay, "the rate of step t is divided by 1 + (t - 1) lr_decay");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
    v("initial", initial, "the sum of squares at first");
    v("epsilon", epsilon, "added to the root of the sum");
  }
};
/// s = s + g^2;  p = p - lr / (1 + (t - 1) lr_decay) g / (sqrt(s) + epsilon). Duchi et al. 2011.
class Adagrad final : public Configured<AdagradConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct AdadeltaConfig {
  static constexpr std::string_view kName = "adadelta";
  double lr = 1;
  double rho = 0.9;
  double epsilon = 1e-6;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("rho", rho, "share of the old in the averages of squares");
    v("epsilon", epsilon, "added to the averages before the root is taken");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};
/// d = sqrt(a + epsilon) / sqrt(s + epsilon) g, s and a the averages of g^2 and of d^2;  p = p - lr d. Zeiler
/// 2012, algorithm 1.
class Adadelta final : public Configured<AdadeltaConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct RmspropConfig {
  static constexpr std::string_view kName = "rmsprop";
  double lr = 0.01;
  double alpha = 0.99;
  double epsilon = 1e-8;
  double weight_decay = 0;
  double momentum = 0;
  bool centered = false;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("alpha", alpha, "share of the old in the average of squares");
    v("epsilon", epsilon, "added to the root of the average");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
    v("momentum", momentum, "share of the last step that is kept; fed as \"momentum\"");
    v("centered", centered, "divide by the deviation: less the square of the average gradient");
  }
};
/// p = p - lr g / (sqrt(s) + epsilon), s the average of g^2. Tieleman & Hinton 2012; centred: Graves 2013,
/// eq. 38-45.
class Rmsprop final : public Configured<RmspropConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

}  // namespace percept::optim
