#include "gradients.hpp"

#include <cmath>

#include "percept/ops/ops.hpp"
#include "percept/optim/optimizer.hpp"

namespace percept::train {
namespace {

constexpr std::string_view kNorm = "norm of ";

}  // namespace

std::vector<Value> gathered(const std::vector<Value>& parameters, const std::vector<Value>& gradients,
                            bool last) {
  std::vector<Value> sums;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Graph& graph = parameters[i].graph();
    Value kept =
        graph.parameter({.path = std::string(optim::kStatePrefix) + "gathered." + parameters[i].name(),
                         .type = parameters[i].type(),
                         .trainable = false});
    Value share = cast(graph.scalar("share", 1), gradients[i].dtype());
    Value sum = kept + gradients[i] * share;
    graph.assign(kept, last ? zeros_like(kept) : sum);
    sums.push_back(sum);
  }
  return sums;
}

void fetch_norms(const std::vector<Value>& parameters, const std::vector<Value>& gradients) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    parameters[i].graph().fetch(std::string(kNorm) + parameters[i].name(), norm(gradients[i]));
}

std::map<std::string, double> read_norms(const Fetches& fetched) {
  std::map<std::string, double> norms;
  for (const auto& [name, tensor] : fetched.tensors())
    if (name.starts_with(kNorm)) norms[name.substr(kNorm.size())] = tensor.item();
  return norms;
}

double overall(const std::map<std::string, double>& norms) {
  double sum = 0;
  for (const auto& [path, length] : norms) sum += length * length;
  return std::sqrt(sum);
}

}  // namespace percept::train
