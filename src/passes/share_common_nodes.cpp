#include <algorithm>
#include <cstring>
#include <map>

#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

// Every op is a pure function of its inputs and attributes (random ones take their stream as an attribute), so
// nodes that agree in these agree in value.
bool same_computation(const Node& a, const Node& b) {
  if (a.op != b.op) return false;
  if (a.op == &constant_op()) {
    const Tensor &x = constant_of(a), &y = constant_of(b);
    return x.dtype() == y.dtype() && x.shape() == y.shape() && std::memcmp(x.raw(), y.raw(), x.bytes()) == 0;
  }
  return !is_leaf(a) && a.inputs == b.inputs && a.attributes == b.attributes;
}

}  // namespace

std::unique_ptr<Graph> share_common_nodes(const Graph& graph) {
  Rewriter rewriter(graph);
  std::multimap<const OpDef*, int> made;  // nodes of the new graph, by op
  for (const Node& node : graph.nodes()) {
    rewriter.copy(node);
    const Node& copy = rewriter.to().nodes().back();
    auto [first, last] = made.equal_range(node.op);
    auto twin = std::find_if(first, last, [&](auto& entry) {
      return same_computation(rewriter.to().node(entry.second), copy);
    });
    if (twin == last) {
      made.emplace(node.op, copy.id);
      continue;
    }
    for (int i = 0; i < int(node.outputs.size()); ++i)
      rewriter.map(rewriter.source(node.id, i), rewriter.to().value(twin->second, i));
  }
  return remove_dead_nodes(*rewriter.finish());
}

}  // namespace percept
