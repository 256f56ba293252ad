#include <algorithm>
#include <cstring>
#include <map>

#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

// Every op is a pure function of its inputs and attributes (random ones take their stream as an attribute),
// so nodes that agree in these agree in value.
bool same_computation(const Node& a, const Node& b) {
  if (a.op != b.op) return false;
  if (a.op == &constant_op()) {
    const Tensor &x = constant_of(a), &y = constant_of(b);
    return x.dtype() == y.dtype() && x.shape() == y.shape() && std::memcmp(x.raw(), y.raw(), x.bytes()) == 0;
  }
  return !is_leaf(a) && a.inputs == b.inputs && a.attributes == b.attributes;
}

// Nodes that may agree share a key, and few others do: a graph of ten thousand nodes is not compared pair by
// pair.
struct Key {
  const OpDef* op;
  std::vector<Value> inputs;
  std::uint64_t content;
  auto operator<=>(const Key&) const = default;
};

Key key_of(const Node& node) {
  std::uint64_t content = 0;
  if (node.op == &constant_op()) {
    const Tensor& value = constant_of(node);
    content =
        hash_of({reinterpret_cast<const char*>(value.raw()), std::min<std::size_t>(value.bytes(), 256)});
  }
  return {node.op, node.inputs, content};
}

}  // namespace

std::unique_ptr<Graph> share_common_nodes(const Graph& graph) {
  Rewriter rewriter(graph);
  std::multimap<Key, int> made;  // nodes of the new graph
  for (const Node& node : graph.nodes()) {
    rewriter.copy(node);
    const Node& copy = rewriter.to().nodes().back();
    auto [first, last] = made.equal_range(key_of(copy));
    auto twin = std::find_if(
        first, last, [&](auto& entry) { return same_computation(rewriter.to().node(entry.second), copy); });
    if (twin == last) {
      made.emplace(key_of(copy), copy.id);
      continue;
    }
    for (int i = 0; i < int(node.outputs.size()); ++i)
      rewriter.map(rewriter.source(node.id, i), rewriter.to().value(twin->second, i));
  }
  return remove_dead_nodes(*rewriter.finish());
}

}  // namespace percept
