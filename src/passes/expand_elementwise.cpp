// Replaces elementwise ops that are defined by others (clip, the activations) by these: the others have fast
// kernels, and fusion makes one pass of them.
#include "percept/ops/fused.hpp"
#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {

std::unique_ptr<Graph> expand_elementwise(const Graph& graph) {
  Rewriter rewriter(graph);
  for (const Node& node : graph.nodes()) {
    bool known =
        !is_leaf(node) && node.op->elementwise && node.op->expand && node.outputs[0].dtype == DType::f32;
    if (!known) {
      rewriter.copy(node);
      continue;
    }
    Graph::Origin origin(rewriter.to(), node.path, node.backward);
    rewriter.map_outputs(node, node.op->expand(rewriter.inputs_of(node), node.attributes));
  }
  return rewriter.finish();
}

}  // namespace percept
