// Adam and its kin: steps scaled by running averages of the gradient (m) and of its square (v).
#pragma once

#include "percept/optim/optimizer.hpp"

namespace percept::optim {

struct AdamConfig {
  static constexpr std::string_view kName = "adam";
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  bool amsgrad = false;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients");
    v("beta2", beta2, "share of the old in the average of their squares");
    v("epsilon", epsilon, "added to the root of the average square");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
    v("amsgrad", amsgrad, "divide by the largest average square so far");
  }
};
/// p = p - lr m^ / (sqrt(v^) + epsilon), m^ = m / (1 - beta1^t), v^ = v / (1 - beta2^t). Kingma & Ba 2015,
/// algorithm 1; amsgrad: Reddi et al. 2018. Weight decay is added to the gradient.
class Adam final : public Configured<AdamConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct AdamWConfig {
  static constexpr std::string_view kName = "adamw";
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.01;
  bool amsgrad = false;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients");
    v("beta2", beta2, "share of the old in the average of their squares");
    v("epsilon", epsilon, "added to the root of the average square");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
    v("amsgrad", amsgrad, "divide by the largest average square so far");
  }
};
/// Adam with the weight decay apart: p = (1 - lr weight_decay) p first. Loshchilov & Hutter 2019.
class AdamW final : public Configured<AdamWConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct AdamaxConfig {
  static constexpr std::string_view kName = "adamax";
  double lr = 2e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients");
    v("beta2", beta2, "how much of the largest gradient remains from step to step");
    v("epsilon", epsilon, "added to the size of the gradient");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};
/// u = max(beta2 u, |g| + epsilon);  p = p - lr m / ((1 - beta1^t) u). Kingma & Ba 2015, algorithm 2.
class Adamax final : public Configured<AdamaxConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct NAdamConfig {
  static constexpr std::string_view kName = "nadam";
  double lr = 2e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  double momentum_decay = 4e-3;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients, in the end");
    v("beta2", beta2, "share of the old in the average of their squares");
    v("epsilon", epsilon, "added to the root of the average square");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
    v("momentum_decay", momentum_decay, "how fast beta1 reaches its end");
  }
};
/// Adam with Nesterov's momentum, mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2). Dozat 2016, algorithm 2.
class NAdam final : public Configured<NAdamConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct RAdamConfig {
  static constexpr std::string_view kName = "radam";
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients");
    v("beta2", beta2, "share of the old in the average of their squares");
    v("epsilon", epsilon, "added to the root of the average square");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};
/// Adam whose scaling waits until the average square can be trusted, and is rectified then. Liu et al. 2020,
/// algorithm 2.
class RAdam final : public Configured<RAdamConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct LambConfig {
  static constexpr std::string_view kName = "lamb";
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-6;
  double weight_decay = 0.01;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the old in the average of gradients");
    v("beta2", beta2, "share of the old in the average of their squares");
    v("epsilon", epsilon, "added to the root of the average square");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};
/// p = p - lr |p| / |r| r,  r = m^ / (sqrt(v^) + epsilon) + weight_decay p; the ratio is 1 where one of them
/// is 0. For large batches: You et al. 2020, algorithm 2.
class Lamb final : public Configured<LambConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

struct LionConfig {
  static constexpr std::string_view kName = "lion";
  double lr = 1e-4;
  double beta1 = 0.9, beta2 = 0.99;
  double weight_decay = 0;
  template <class V>
  void fields(V& v) {
    v("lr", lr, "learning rate, where a run does not feed \"lr\"");
    v("beta1", beta1, "share of the average in the step");
    v("beta2", beta2, "share of the old in the average of gradients");
    v("weight_decay", weight_decay, "pull of every parameter toward zero; fed as \"weight_decay\"");
  }
};
/// p = p - lr (sign(beta1 m + (1 - beta1) g) + weight_decay p), then m = beta2 m + (1 - beta2) g. Chen et al.
/// 2023, algorithm 2.
class Lion final : public Configured<LionConfig> {
 public:
  using Configured::Configured;

 protected:
  Value stepped(const Step& step, Value p, Value g) const override;
};

}  // namespace percept::optim
