// Copies a graph node by node into a new one; a pass overrides what it wants otherwise.
#pragma once

#include <map>
#include <memory>

#include "percept/graph/graph.hpp"

namespace percept {

class Rewriter {
 public:
  explicit Rewriter(const Graph& from) : from_(from), to_(std::make_unique<Graph>(from.mode())) {
    for (Value parameter : from.parameters()) to_->declare(from.parameter_of(parameter));
  }

  Graph& to() { return *to_; }
  Value source(int node, int output = 0) const { return const_cast<Graph&>(from_).value(node, output); }
  /// What a value of the old graph is in the new one.
  Value at(Value old) const { return old ? mapped_.at(old) : Value(); }
  bool is_mapped(Value old) const { return mapped_.contains(old); }
  void map(Value old, Value now) { mapped_[old] = now; }

  std::vector<Value> inputs_of(const Node& node) const {
    std::vector<Value> inputs;
    for (Value input : node.inputs) inputs.push_back(at(input));
    return inputs;
  }
  void copy(const Node& node) { map_outputs(node, to_->copy(node, inputs_of(node))); }
  void map_outputs(const Node& node, const std::vector<Value>& outputs) {
    for (int i = 0; i < int(outputs.size()); ++i) map(source(node.id, i), outputs[std::size_t(i)]);
  }

  /// Names the fetches and assigns of the new graph as those of the old, and hands it over.
  std::unique_ptr<Graph> finish() {
    for (const auto& [name, value] : from_.fetches()) to_->fetch(name, at(value));
    for (const auto& [parameter, value] : from_.assigns()) to_->assign(at(parameter), at(value));
    return std::move(to_);
  }

 private:
  const Graph& from_;
  std::unique_ptr<Graph> to_;
  std::map<Value, Value> mapped_;
};

}  // namespace percept
