// A relu before a pooling: in its gradient the mask comes before the unpooling too. What a window gave on is
// its largest number, so the relu's output there is the pooled one:
//
//   relu_backward(max_pool2d_backward(g, indices), y) = max_pool2d_backward(relu_backward(g, max_pool2d(y)),
//   indices)
//
// bit for bit. The mask then passes over the pooled image, a quarter of the other for windows of 2 x 2.
#include <map>
#include <set>

#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

class MaskMover {
 public:
  explicit MaskMover(const Graph& graph) : graph_(graph), rewriter_(graph) {}

  std::unique_ptr<Graph> run() {
    for (const Node& node : graph_.nodes())
      for (Value input : node.inputs)
        if (input) ++readers_[input];
    for (const auto& [name, value] : graph_.fetches()) ++readers_[value];
    for (const auto& [parameter, value] : graph_.assigns()) ++readers_[value];
    for (const Node& node : graph_.nodes())
      if (const Node* unpooling = unpooling_of(node)) moved_.insert(unpooling->id);
    for (const Node& node : graph_.nodes()) {
      if (moved_.contains(node.id)) continue;
      if (const Node* unpooling = unpooling_of(node))
        emit(node, *unpooling);
      else
        rewriter_.copy(node);
    }
    return rewriter_.finish();
  }

 private:
  // Of a mask that can be moved: the unpooling before it; else null.
  const Node* unpooling_of(const Node& mask) const {
    if (mask.op->name != "relu_backward") return nullptr;
    const Node& unpooling = mask.inputs[0].node();
    if (unpooling.op->name != "max_pool2d_backward" || readers_.at(mask.inputs[0]) > 1) return nullptr;
    const Node& pooling = unpooling.inputs[1].node();
    return pooling.op->name == "max_pool2d" && pooling.inputs[0] == mask.inputs[1] ? &unpooling : nullptr;
  }

  void emit(const Node& mask, const Node& unpooling) {
    Value pooled = rewriter_.source(unpooling.inputs[1].node_id());
    Value masked = rewriter_.to().copy(mask, {rewriter_.at(unpooling.inputs[0]), rewriter_.at(pooled)})[0];
    rewriter_.map_outputs(mask, rewriter_.to().copy(unpooling, {masked, rewriter_.at(unpooling.inputs[1])}));
  }

  const Graph& graph_;
  Rewriter rewriter_;
  std::map<Value, int> readers_;
  std::set<int> moved_;  // unpoolings, which now follow their mask
};

}  // namespace

std::unique_ptr<Graph> mask_before_unpooling(const Graph& graph) { return MaskMover(graph).run(); }

}  // namespace percept
