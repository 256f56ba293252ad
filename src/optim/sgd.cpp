#include "percept/optim/sgd.hpp"

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::optim {

void Sgd::minimize(Value loss, Location at) const {
  std::vector<Value> parameters = loss.graph().trainable();
  update(parameters, differentiate(loss, parameters, at));
}

void Sgd::update(const std::vector<Value>& parameters, const std::vector<Value>& gradients) const {
  if (parameters.empty()) return;
  Graph& graph = parameters.front().graph();
  Graph::Origin scope(graph, "optim", true);
  // Rates are f32; a parameter of another type gets them converted.
  auto rate = [&](const char* name, double fallback, Value like) {
    return cast(graph.scalar(name, fallback), like.dtype());
  };
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Value p = parameters[i], step = gradients[i];
    if (config_.weight_decay != 0) step = step + rate("weight_decay", config_.weight_decay, p) * p;
    if (config_.momentum != 0) {
      Value v = graph.parameter(
          {.path = std::string(kStatePrefix) + "velocity." + p.name(), .type = p.type(), .trainable = false});
      step = rate("momentum", config_.momentum, p) * v + step;
      graph.assign(v, step);
    }
    graph.assign(p, p - rate("lr", config_.lr, p) * step);
  }
}

}  // namespace percept::optim
