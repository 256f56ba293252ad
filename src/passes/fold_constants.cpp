#include <algorithm>

#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

// A folded tensor lives as long as the plan: large ones are cheaper to make anew at every run.
constexpr std::int64_t kMostElements = 64;

}  // namespace

std::unique_ptr<Graph> fold_constants(const Graph& graph, const Evaluator& evaluate) {
  Rewriter rewriter(graph);
  for (const Node& node : graph.nodes()) {
    auto small = [](const ValueType& type) { return type.shape.elements() <= kMostElements; };
    std::vector<Tensor> inputs;
    for (Value input : node.inputs)
      if (Value now = rewriter.at(input); now && now.node().op == &constant_op())
        inputs.push_back(constant_of(now.node()));
    bool constant = !is_leaf(node) && inputs.size() == node.inputs.size() &&
                    std::all_of(node.outputs.begin(), node.outputs.end(), small);
    if (!constant) {
      rewriter.copy(node);
      continue;
    }
    std::vector<Value> made;
    for (Tensor& tensor : evaluate(node, inputs))
      made.push_back(rewriter.to().constant(std::move(tensor), node.at));
    rewriter.map_outputs(node, made);
  }
  return rewriter.finish();
}

}  // namespace percept
