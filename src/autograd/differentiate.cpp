// Reverse mode: the chain rule, from the loss back through the nodes in reverse order. Where a value is used
// several times its gradients add up. This file names no op but add, ones and zeros.
#include "percept/autograd/differentiate.hpp"

#include <algorithm>
#include <map>

#include "percept/graph/gradient_context.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept {
namespace {

using Gradients = std::map<Value, Value>;

Value zeros(Value like) { return zeros_like(like); }

void accumulate(Gradients& gradients, Value of, Value gradient) {
  auto [entry, is_new] = gradients.try_emplace(of, gradient);
  if (!is_new) entry->second = add(entry->second, gradient);
}

// Which values of the nodes up to `last` depend on one of `wrt`. Whole numbers carry no gradient, so
// dependence stops at them.
std::vector<bool> dependents(Graph& graph, const std::vector<Value>& wrt, int last) {
  std::vector<bool> depends(std::size_t(last) + 1);
  auto reaches = [&](Value input) {
    return input && is_float(input.dtype()) &&
           (depends[std::size_t(input.node_id())] || std::find(wrt.begin(), wrt.end(), input) != wrt.end());
  };
  for (int id = 0; id <= last; ++id) {
    const auto& inputs = graph.node(id).inputs;
    depends[std::size_t(id)] = std::any_of(inputs.begin(), inputs.end(), reaches);
  }
  return depends;
}

[[noreturn]] void no_gradient(const Node& node, Location at) {
  throw Error(Problem("autograd.no_gradient", {{"op", node.op->name}, {"why", node.op->not_differentiable}})
                  .about(node.path.empty() ? node.op->name : node.op->name + " '" + node.path + "'")
                  .with_hint("autograd.no_gradient.hint")
                  .at(at));
}

// Carries the gradients of some values back to `wrt`, through every node from `first` to `last`.
void propagate(Graph& graph, Gradients& gradients, const std::vector<Value>& wrt, int first, int last,
               Location at);

// The gradients of a node's inputs, by its rule, or by that of what it expands into.
std::vector<Value> through(Graph& graph, int id, std::vector<Value> output_gradients,
                           const std::vector<bool>& wanted, Location at) {
  const Node& node = graph.node(id);
  Graph::Origin scope(graph, node.path, true);
  if (node.op->gradient) {
    GradientContext context(graph, node, std::move(output_gradients), wanted, zeros);
    node.op->gradient(context);
    return context.results();
  }
  if (!node.op->expand) no_gradient(node, at);
  // Only what it expands into: where one input depends on another, that way is the caller's.
  int first = int(graph.nodes().size());
  std::vector<Value> expanded = node.op->expand(node.inputs, node.attributes);
  Gradients inner;
  for (std::size_t i = 0; i < expanded.size(); ++i)
    if (output_gradients[i]) accumulate(inner, expanded[i], output_gradients[i]);
  propagate(graph, inner, node.inputs, first, int(graph.nodes().size()) - 1, at);
  std::vector<Value> results;
  for (Value input : node.inputs) {
    auto found = inner.find(input);
    results.push_back(found != inner.end() ? found->second : Value());
    if (found != inner.end()) inner.erase(found);  // a value that is two inputs gets it once
  }
  return results;
}

void propagate(Graph& graph, Gradients& gradients, const std::vector<Value>& wrt, int first, int last,
               Location at) {
  std::vector<bool> depends = dependents(graph, wrt, last);
  for (int id = last; id >= first; --id) {
    if (!depends[std::size_t(id)]) continue;
    const Node& node = graph.node(id);
    std::vector<Value> output_gradients(node.outputs.size());
    bool reached = false;
    for (int i = 0; i < int(node.outputs.size()); ++i)
      if (auto found = gradients.find(graph.value(id, i)); found != gradients.end()) {
        output_gradients[std::size_t(i)] = found->second;
        reached = true;
      }
    if (!reached) continue;
    std::vector<bool> wanted;
    for (Value input : node.inputs)
      wanted.push_back(
          input && is_float(input.dtype()) &&
          (depends[std::size_t(input.node_id())] || std::find(wrt.begin(), wrt.end(), input) != wrt.end()));
    std::vector<Value> results = through(graph, id, std::move(output_gradients), wanted, at);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (!results[i] || !wanted[i]) continue;
      Value gradient = gradient_hook() ? gradient_hook()(node, int(i), results[i]) : results[i];
      Graph::Origin scope(graph, node.path, true);
      accumulate(gradients, node.inputs[i], gradient);
    }
  }
}

}  // namespace

std::vector<Value> differentiate(Value loss, const std::vector<Value>& wrt, Location at) {
  if (loss.shape().elements() != 1 || !is_float(loss.dtype()))
    throw Error(Problem("autograd.loss")
                    .operand({"loss", loss.name(), to_string(loss.type())})
                    .with_hint("autograd.loss.hint")
                    .at(at));
  Graph& graph = loss.graph();
  Gradients gradients;
  int last = loss.node_id();
  {
    Graph::Origin scope(graph, loss.node().path, true);
    gradients[loss] = ones_like(loss);
  }
  propagate(graph, gradients, wrt, 0, last, at);
  std::vector<Value> results;
  for (Value w : wrt) {
    auto found = gradients.find(w);
    results.push_back(found != gradients.end() ? found->second : zeros_like(w));
  }
  return results;
}

}  // namespace percept
