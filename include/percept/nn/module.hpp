// A module: a config and a way to build graph. It holds no numbers: parameters live in a ParameterStore under
// the module's path.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "percept/graph/graph.hpp"

namespace percept::nn {

/// Calling a module opens a scope of its name, so its parameters become `name.weight` within the caller's
/// path, and its errors point to the line where the module was made. Copies are cheap; nothing in it changes
/// after set-up.
class Module {
 public:
  explicit Module(Location at) : at_(at) {}
  virtual ~Module() = default;

  Value operator()(Value x) const;
  /// What the module is called in recipes: conv, linear, relu.
  virtual std::string_view kind() const = 0;

  const std::string& name() const { return name_; }
  void set_name(std::string name) { name_ = std::move(name); }

  /// Makes a parameter of this module begin otherwise: `layer.initialize("weight", kaiming_normal())`.
  void initialize(const std::string& parameter, Initializer initializer) {
    initializers_[parameter] = std::move(initializer);
  }
  /// Keeps its parameters, and those of the modules within, out of training.
  void freeze(bool frozen = true) { frozen_ = frozen; }

 protected:
  virtual Value forward(Value x) const = 0;
  /// A parameter of this module: `name` within the current scope.
  Value parameter(Value x, const std::string& name, Shape shape, Initializer initialize) const;
  /// State of this module: kept, but not trained.
  Value state(Value x, const std::string& name, Shape shape, Initializer initialize) const;
  const Location& at() const { return at_; }

 private:
  std::string name_;
  Location at_;
  std::map<std::string, Initializer> initializers_;
  bool frozen_ = false;
};

/// The module with another beginning of one parameter: `with_initial(Linear({.out = 9}), "weight",
/// orthogonal())`.
template <class M>
M with_initial(M module, const std::string& parameter, Initializer initializer) {
  module.initialize(parameter, std::move(initializer));
  return module;
}
/// The module, kept out of training: `frozen(Conv2d({.out = 6}))`.
template <class M>
M frozen(M module) {
  module.freeze();
  return module;
}

using ModulePtr = std::shared_ptr<Module>;

/// Modules one after the other. Those without a name are called "0", "1", ...: PyTorch's keys.
class Sequential final : public Module {
 public:
  template <class... Modules>
    requires(sizeof...(Modules) > 0 && (std::is_base_of_v<Module, Modules> && ...))
  explicit Sequential(Modules... modules) : Module(Location()) {
    (add(std::make_shared<Modules>(std::move(modules))), ...);
  }
  explicit Sequential(std::vector<ModulePtr> modules = {}) : Module(Location()) {
    for (ModulePtr& module : modules) add(std::move(module));
  }

  Sequential& add(ModulePtr module);
  const std::vector<ModulePtr>& modules() const { return modules_; }
  std::string_view kind() const override { return "sequential"; }

 protected:
  Value forward(Value x) const override;

 private:
  std::vector<ModulePtr> modules_;
};

}  // namespace percept::nn
