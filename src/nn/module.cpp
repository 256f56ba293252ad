#include "percept/nn/module.hpp"

namespace percept::nn {

Value Module::operator()(Value x) const {
  Graph::Scope scope(x.graph(), name_);
  Graph::Frozen frozen(x.graph(), frozen_);
  return forward(x);
}

Value Module::parameter(Value x, const std::string& name, Shape shape, Initializer initialize) const {
  Graph& graph = x.graph();
  if (auto other = initializers_.find(name); other != initializers_.end()) initialize = other->second;
  return graph.parameter({.path = graph.path_to(name),
                          .type = {x.dtype(), std::move(shape)},
                          .initialize = std::move(initialize)},
                         at_);
}

Value Module::state(Value x, const std::string& name, Shape shape, Initializer initialize) const {
  Graph& graph = x.graph();
  return graph.parameter({.path = graph.path_to(name),
                          .type = {x.dtype(), std::move(shape)},
                          .trainable = false,
                          .initialize = std::move(initialize)},
                         at_);
}

Sequential& Sequential::add(ModulePtr module) {
  if (module->name().empty()) module->set_name(std::to_string(modules_.size()));
  modules_.push_back(std::move(module));
  return *this;
}

Value Sequential::forward(Value x) const {
  for (const ModulePtr& module : modules_) x = (*module)(x);
  return x;
}

}  // namespace percept::nn
