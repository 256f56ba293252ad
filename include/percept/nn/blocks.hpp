// What joins modules: names, branches and shortcuts.
#pragma once

#include <functional>

#include "percept/nn/module.hpp"

namespace percept::nn {

/// A module under a name of its own: Sequential(named("conv1", Conv2d{...}), named("bn1", BatchNorm{})).
template <class M>
M named(std::string name, M module) {
  module.set_name(std::move(name));
  return module;
}
inline ModulePtr named(std::string name, ModulePtr module) {
  module->set_name(std::move(name));
  return module;
}
template <class M>
  requires std::is_base_of_v<Module, M>
ModulePtr shared(M module) {
  return std::make_shared<M>(std::move(module));
}

/// A function of a Value as a module: Apply("halve", [](Value x) { return x * 0.5; }).
class Apply final : public Module {
 public:
  Apply(std::string kind, std::function<Value(Value)> function, Location at = Location::current())
      : Module(at), kind_(std::move(kind)), function_(std::move(function)) {}
  std::string_view kind() const override { return kind_; }

 protected:
  Value forward(Value x) const override { return function_(x); }

 private:
  std::string kind_;
  std::function<Value(Value)> function_;
};

/// y = body(x) + shortcut(x), the shortcut x itself where there is none. He et al. 2016. A body without a
/// name lends its parameters no path of its own; the shortcut is called "shortcut" unless it has a name.
class Residual final : public Module {
 public:
  explicit Residual(ModulePtr body, ModulePtr shortcut = nullptr, Location at = Location::current());
  template <class Body>
    requires std::is_base_of_v<Module, Body>
  explicit Residual(Body body, Location at = Location::current())
      : Residual(shared(std::move(body)), nullptr, at) {}
  template <class Body, class Shortcut>
    requires std::is_base_of_v<Module, Body> && std::is_base_of_v<Module, Shortcut>
  Residual(Body body, Shortcut shortcut, Location at = Location::current())
      : Residual(shared(std::move(body)), shared(std::move(shortcut)), at) {}
  std::string_view kind() const override { return "residual"; }

 protected:
  Value forward(Value x) const override;

 private:
  ModulePtr body_, shortcut_;
};

/// Several modules on the same input, their outputs one behind the other along an axis: an Inception block
/// (Szegedy et al. 2015). Those without a name are called "0", "1", ...
class Branches final : public Module {
 public:
  explicit Branches(std::vector<ModulePtr> branches, std::int64_t axis = 1,
                    Location at = Location::current());
  template <class... Modules>
    requires(sizeof...(Modules) > 0 && (std::is_base_of_v<Module, Modules> && ...))
  explicit Branches(Modules... modules) : Branches(std::vector<ModulePtr>{shared(std::move(modules))...}) {}
  std::string_view kind() const override { return "branches"; }

 protected:
  Value forward(Value x) const override;

 private:
  std::vector<ModulePtr> branches_;
  std::int64_t axis_;
};

struct PReluConfig {
  std::int64_t slopes = 1;
  double start = 0.25;
  template <class V>
  void fields(V& v) {
    v("slopes", slopes, "1: one for all; 0: one a channel");
    v("start", start, "the slope at first");
  }
};
/// leaky_relu with learnt slopes. Parameter: weight [1] or [C].
class PRelu final : public Module {
 public:
  explicit PRelu(PReluConfig config = {}, Location at = Location::current()) : Module(at), config_(config) {}
  std::string_view kind() const override { return "prelu"; }

 protected:
  Value forward(Value x) const override;

 private:
  PReluConfig config_;
};

}  // namespace percept::nn
