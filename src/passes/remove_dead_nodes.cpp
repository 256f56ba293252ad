#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {

std::unique_ptr<Graph> remove_dead_nodes(const Graph& graph) {
  std::vector<bool> alive(graph.nodes().size());
  auto mark = [&](Value value) {
    if (value) alive[std::size_t(value.node_id())] = true;
  };
  for (const auto& [name, value] : graph.fetches()) mark(value);
  for (const auto& [parameter, value] : graph.assigns()) mark(parameter), mark(value);
  for (auto node = graph.nodes().rbegin(); node != graph.nodes().rend(); ++node)
    if (alive[std::size_t(node->id)])
      for (Value input : node->inputs) mark(input);

  Rewriter rewriter(graph);
  for (const Node& node : graph.nodes())
    if (alive[std::size_t(node.id)]) rewriter.copy(node);
  return rewriter.finish();
}

}  // namespace percept
