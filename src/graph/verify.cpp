#include "percept/graph/graph.hpp"
#include "percept/graph/shape_context.hpp"

namespace percept {
namespace {

[[noreturn]] void defect(const Node& node, const std::string& what) {
  throw Error(
      Problem("base.defect", {{"what", node.op->name + " (node " + std::to_string(node.id) + "): " + what}})
          .with_hint("base.defect.hint"));
}

}  // namespace

void verify(const Graph& graph) {
  Graph& mutable_graph = const_cast<Graph&>(graph);  // rules ask it for known values
  for (const Node& node : graph.nodes()) {
    if (is_leaf(node)) continue;
    for (Value input : node.inputs)
      if (input && (&input.graph() != &graph || input.node_id() >= node.id))
        defect(node, "an input comes after its use or from another graph");
    ShapeContext context(mutable_graph, node);
    context.infer();
    if (context.results() != node.outputs) defect(node, "the types are not those that its rule infers");
  }
}

}  // namespace percept
