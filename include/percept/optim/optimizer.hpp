// What optimisers share: from a loss to gradients, to new values, to assigns.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "percept/graph/graph.hpp"

namespace percept::optim {

/// What optimisers keep between steps lives in the store under this prefix; it is no part of the model.
inline constexpr std::string_view kStatePrefix = "optim.";
/// Where the averages of UpdateOptions::ema live, before the parameter's path.
inline constexpr std::string_view kAveragePrefix = "optim.ema.";

/// Factors on the rates of some parameters.
struct Group {
  double lr = 1, weight_decay = 1;
};

/// What can be done around any optimiser's step. Zero means: not done.
struct UpdateOptions {
  double clip_value = 0;
  double clip_norm = 0;
  double max_norm = 0;
  /// Share of the old in an average of each parameter that is kept beside it, under kAveragePrefix; fed as
  /// "ema".
  double ema = 0;
  std::function<Group(const std::string& path)> group = {};
  template <class V>
  void fields(V& v) {
    v("clip_value", clip_value, "gradients are held between minus and plus this; fed as \"clip_value\"");
    v("clip_norm", clip_norm, "all gradients together get at most this length; fed as \"clip_norm\"");
    v("max_norm", max_norm, "the weights into a unit get at most this length (Srivastava et al. 2014)");
  }
};

/// Builds the step into the graph of a loss. All rates are fed scalars that default to the config's: "lr"
/// and, where the optimiser has them, "weight_decay" and "momentum"; a run may change them at any step. State
/// is kept under kStatePrefix and starts with zeros, so a run continued from a store goes on as if it had not
/// stopped. What the parameters of one update share (the number of its steps) is kept under the path of the
/// first, so several optimisers can work on one store.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// Differentiates the loss with respect to every trainable parameter of its graph and assigns the new
  /// values, which it gives back.
  std::vector<Value> minimize(Value loss, const UpdateOptions& options = {},
                              Location at = Location::current()) const;
  /// The same with gradients at hand, one a parameter.
  std::vector<Value> update(const std::vector<Value>& parameters, std::vector<Value> gradients,
                            const UpdateOptions& options = {}) const;
  virtual double lr() const = 0;

 protected:
  /// One parameter's step: what an optimiser's formula is written with.
  class Step {
   public:
    Step(Value parameter, Group group, std::string first)
        : parameter_(parameter), group_(group), first_(std::move(first)) {}
    /// State of the parameter's type, by name; zeros before the first step.
    Value kept(const std::string& name) const;
    /// State that all parameters of an update share: one number in f64.
    Value kept_number(const std::string& name, double start) const;
    void keep(Value state, Value now) const;
    /// A fed number, in the parameter's type; `lr` and `weight_decay` with the group's factors.
    Value rate(const char* name, double fallback) const;
    Value lr(double fallback) const;
    Value weight_decay(double fallback) const;
    bool decays(double fallback) const { return fallback != 0 && group_.weight_decay != 0; }
    /// The number of this step, from 1, in f64: small differences such as 1 - beta^t need it.
    Value count(const std::string& name = "steps") const;
    /// An f64 number in the parameter's type.
    Value as_rate(Value number) const;

   private:
    Value parameter_;
    Group group_;
    std::string first_;  // path of the update's first parameter
  };

  /// The parameter's new value.
  virtual Value stepped(const Step& step, Value p, Value g) const = 0;
};

/// An optimiser with its config struct.
template <class Config>
class Configured : public Optimizer {
 public:
  explicit Configured(Config config = {}) : config_(config) {}
  const Config& config() const { return config_; }
  double lr() const override { return config_.lr; }

 protected:
  Config config_;
};

/// g held between -bound and bound, elementwise. PyTorch's clip_grad_value_.
std::vector<Value> clip_by_value(const std::vector<Value>& gradients, Value bound);
/// The length of all gradients as one vector: f64 where one of them is, else f32.
Value global_norm(const std::vector<Value>& gradients);
/// Gradients times min(1, most / (norm + 1e-6)), norm that of all together. PyTorch's clip_grad_norm_;
/// Pascanu et al. 2013.
std::vector<Value> clip_by_norm(const std::vector<Value>& gradients, Value most);

}  // namespace percept::optim
