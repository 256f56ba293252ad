// Groups elementwise nodes of f32 and bool, of one shape, that feed each other. A group is run where its
// first member stood, so a node may join only if all it needs from outside was computed before that; leaves
// always are. A scalar broadcast to the shape is copied into every group that reads it: it costs nothing
// there.
#include <algorithm>
#include <set>

#include "percept/ops/fused.hpp"
#include "percept/passes/passes.hpp"
#include "rewriter.hpp"

namespace percept {
namespace {

bool is_scalar_broadcast(const Node& node) {
  return node.op->name == "broadcast_to" && node.inputs[0].shape().elements() == 1 &&
         (node.outputs[0].dtype == DType::f32 || node.outputs[0].dtype == DType::boolean);
}

bool is_fusible(const Node& node) {
  if (!node.op->elementwise || node.op == &fused_op()) return false;
  auto known = [](DType dtype) { return dtype == DType::f32 || dtype == DType::boolean; };
  return known(node.outputs[0].dtype) && std::all_of(node.inputs.begin(), node.inputs.end(),
                                                     [&](Value input) { return known(input.dtype()); });
}

class Fusion {
 public:
  explicit Fusion(const Graph& graph)
      : graph_(graph), group_of_(graph.nodes().size(), -1), rewriter_(graph) {}

  std::unique_ptr<Graph> run() {
    for (const Node& node : graph_.nodes())
      if (is_fusible(node)) join(node);
    find_outputs();
    for (const Node& node : graph_.nodes())
      if (is_leaf(node)) rewriter_.copy(node);
    for (const Node& node : graph_.nodes()) {
      if (is_leaf(node)) continue;
      int group = group_of_[std::size_t(node.id)];
      if (group < 0)
        rewriter_.copy(node);
      else if (groups_[std::size_t(group)].front() == node.id)
        emit(group);
    }
    return remove_dead_nodes(*rewriter_.finish());
  }

 private:
  // A scalar broadcast counts as the scalar it repeats.
  static Value origin(Value input) {
    return is_scalar_broadcast(input.node()) ? input.node().inputs[0] : input;
  }

  void join(const Node& node) {
    for (Value input : node.inputs) {
      int group = group_of_[std::size_t(input.node_id())];
      if (group < 0 ||
          graph_.node(groups_[std::size_t(group)].front()).outputs[0].shape != node.outputs[0].shape)
        continue;
      int first = groups_[std::size_t(group)].front();
      bool ready = std::all_of(node.inputs.begin(), node.inputs.end(), [&](Value other) {
        Value from = origin(other);
        return group_of_[std::size_t(other.node_id())] == group || from.node_id() < first ||
               is_leaf(from.node());
      });
      if (!ready) continue;
      groups_[std::size_t(group)].push_back(node.id);
      group_of_[std::size_t(node.id)] = group;
      return;
    }
    group_of_[std::size_t(node.id)] = int(groups_.size());
    groups_.push_back({node.id});
  }

  // A member's value must leave its group where a fetch, an assign or another node reads it.
  void find_outputs() {
    for (const Node& node : graph_.nodes())
      for (Value input : node.inputs)
        if (input && group_of_[std::size_t(input.node_id())] != group_of_[std::size_t(node.id)])
          outside_.insert(input);
    for (const auto& [name, value] : graph_.fetches()) outside_.insert(value);
    for (const auto& [parameter, value] : graph_.assigns()) outside_.insert(value);
  }

  void emit(int group) {
    const std::vector<int>& members = groups_[std::size_t(group)];
    if (members.size() == 1) {
      rewriter_.copy(graph_.node(members.front()));
      return;
    }
    auto body = std::make_shared<Graph>(graph_.mode());
    std::vector<Value> inputs;
    std::map<Value, Value> inside;
    auto feed = [&](Value outer) {
      if (auto found = inside.find(outer); found != inside.end()) return found->second;
      // A constant of more than one number (they are folded up to a size) is read as any other input.
      bool number = outer.node().op == &constant_op() && constant_of(outer.node()).size() == 1;
      Value made = number ? body->constant(constant_of(outer.node()))
                          : body->feed(std::to_string(inputs.size()), outer.type());
      if (!number) inputs.push_back(rewriter_.at(outer));
      return inside[outer] = made;
    };
    std::vector<Value> results;
    for (int id : members) {
      const Node& node = graph_.node(id);
      std::vector<Value> mapped;
      for (Value input : node.inputs) {
        if (auto found = inside.find(input); found != inside.end())
          mapped.push_back(found->second);
        else if (is_scalar_broadcast(input.node()))
          mapped.push_back(inside[input] = body->copy(input.node(), {feed(input.node().inputs[0])}).front());
        else
          mapped.push_back(feed(input));
      }
      Value value = rewriter_.source(id);
      inside[value] = body->copy(node, std::move(mapped)).front();
      if (!outside_.contains(value)) continue;
      body->fetch(std::to_string(results.size()), inside[value]);
      results.push_back(value);
    }
    const Node& last = graph_.node(members.back());
    Node fused = last;  // for its path and place
    fused.op = &fused_op();
    fused.attributes = Attributes::of(FusedOptions{body});
    std::vector<Value> outputs = rewriter_.to().copy(fused, std::move(inputs));
    for (std::size_t i = 0; i < results.size(); ++i) rewriter_.map(results[i], outputs[i]);
  }

  const Graph& graph_;
  std::vector<int> group_of_;             // by node; -1: none
  std::vector<std::vector<int>> groups_;  // members in order
  std::set<Value> outside_;
  Rewriter rewriter_;
};

}  // namespace

std::unique_ptr<Graph> fuse_elementwise(const Graph& graph) { return Fusion(graph).run(); }

}  // namespace percept
