// Groups elementwise nodes of f32 and bool, of one shape, that feed each other. A group is run where its
// first member stood, so a node may join, and unite the groups that it reads, only if all that they need from
// outside was computed before that; leaves always are. A scalar broadcast to the shape is copied into every
// group that reads it: it costs nothing there.
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

  const std::vector<int>& members(int group) const { return groups_[std::size_t(group)]; }
  int group_of(Value value) const { return group_of_[std::size_t(value.node_id())]; }

  // The place in the graph at which a value is there; uniting groups never moves it to the back.
  int place(Value value) const {
    if (is_leaf(value.node())) return -1;
    return group_of(value) < 0 ? value.node_id() : members(group_of(value)).front();
  }

  // Whether the node and these groups can be run where the first of them stands.
  bool can_unite(const std::set<int>& groups, const Node& node) const {
    int first = node.id;
    for (int group : groups) first = std::min(first, members(group).front());
    auto ready = [&](const Node& member) {
      return std::all_of(member.inputs.begin(), member.inputs.end(), [&](Value input) {
        return groups.contains(group_of(input)) || place(origin(input)) < first;
      });
    };
    return ready(node) && std::all_of(groups.begin(), groups.end(), [&](int group) {
             return members(group).front() == first ||
                    std::all_of(members(group).begin(), members(group).end(),
                                [&](int id) { return ready(graph_.node(id)); });
           });
  }

  void join(const Node& node) {
    std::set<int> read, chosen;
    for (Value input : node.inputs)
      if (int group = group_of(input);
          group >= 0 && graph_.node(members(group).front()).outputs[0].shape == node.outputs[0].shape)
        read.insert(group);
    if (can_unite(read, node))
      chosen = read;
    else
      for (Value input : node.inputs) {  // as many as can be, in the order of the inputs
        std::set<int> more = chosen;
        if (read.contains(group_of(input)) && more.insert(group_of(input)).second && can_unite(more, node))
          chosen = more;
      }
    std::vector<int> united = {node.id};
    for (int group : chosen) {
      united.insert(united.end(), members(group).begin(), members(group).end());
      groups_[std::size_t(group)].clear();
    }
    std::sort(united.begin(), united.end());
    int group = chosen.empty() ? int(groups_.size()) : *chosen.begin();
    if (chosen.empty()) groups_.emplace_back();
    for (int id : united) group_of_[std::size_t(id)] = group;
    groups_[std::size_t(group)] = std::move(united);
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
    const std::vector<int>& ids = members(group);
    const Node& only = graph_.node(ids.front());
    if (ids.size() == 1 && std::none_of(only.inputs.begin(), only.inputs.end(),
                                        [](Value input) { return is_scalar_broadcast(input.node()); })) {
      rewriter_.copy(only);
      return;
    }
    auto body = std::make_shared<Graph>(graph_.mode());
    std::vector<Value> inputs;
    std::map<Value, Value> inside;
    auto feed = [&](Value outer) {
      if (auto found = inside.find(outer); found != inside.end()) return found->second;
      bool number = outer.node().op == &constant_op() && outer.shape().elements() == 1;
      if (number) return inside[outer] = body->constant(constant_of(outer.node()));
      inputs.push_back(rewriter_.at(outer));
      return inside[outer] = body->feed(std::to_string(inputs.size() - 1), outer.type());
    };
    std::vector<Value> results;
    for (int id : ids) {
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
    const Node& last = graph_.node(ids.back());
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
