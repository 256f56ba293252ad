// Traces the nodes of a model into a graph.
#pragma once

#include <deque>

#include "percept/graph/graph.hpp"
#include "state.hpp"

namespace percept::onnx {

/// What a name of a model stands for while it is traced.
struct Entry {
  Value value;                                 // empty: an optional that holds nothing
  std::optional<std::vector<Value>> sequence;  // of a sequence, in place of the value
  const Tensor* initial = nullptr;             // of an initial value; its node is made when it is first used
  bool refused = false;                        // made by a node that percept cannot run, or from its results
};

/// Names and what they stand for; an inner graph sees those around it.
class Names {
 public:
  explicit Names(Names* outer = nullptr) : outer_(outer) {}
  Entry* find(const std::string& name) {
    for (Names* names = this; names; names = names->outer_)
      if (auto found = names->entries_.find(name); found != names->entries_.end()) return &found->second;
    return nullptr;
  }
  void set(const std::string& name, Entry entry) { entries_[name] = std::move(entry); }

 private:
  Names* outer_;
  std::map<std::string, Entry> entries_;
};

/// Says in a mapping that a node cannot be run, and why; the importer goes on with the nodes that do not need
/// it, so that all are told at once.
struct Refusal {
  Message why;
};

/// Attributes of a call of a model's own function, by name.
using FunctionAttributes = std::map<std::string, const wire::AttributeProto*>;

class Importer {
 public:
  Importer(const Model::State& model, Graph& graph);

  /// The whole model, from the feeds that the graph was offered to its fetches.
  void trace();
  /// The values named `wanted`, from values for the inputs.
  std::vector<Value> apply(const std::map<std::string, Value>& inputs,
                           const std::vector<std::string>& wanted);

  /// The outputs of an inner graph (of If, Loop, Scan), whose inputs are `inputs`. `path` is where its nodes
  /// stand.
  std::vector<Entry> trace_inner(const wire::GraphProto& inner, std::vector<Entry> inputs, Names& around,
                                 const std::string& path);
  /// The entry of a name, its node made; throws where the model has no such name.
  Entry& entry(const std::string& name, Names& names);

  Graph& graph() { return graph_; }
  const Model::State& model() const { return model_; }

 private:
  void trace_nodes(const google::protobuf::RepeatedPtrField<wire::NodeProto>& nodes, Names& names,
                   const std::string& path, const FunctionAttributes* attributes, int opset);
  void trace_node(const wire::NodeProto& node, Names& names, const std::string& path,
                  const FunctionAttributes* attributes, int opset);
  void trace_call(const wire::FunctionProto& function, const wire::NodeProto& node, Names& names,
                  const std::string& path);
  void take_initial_values(const wire::GraphProto& graph, Names& names);
  void feed(const Port& port, Names& names);
  void require_fit(const Port& port, const ValueType& type) const;
  void throw_refusals();
  /// Throws where the trace has become longer than any honest model's.
  void count(const std::string& where);
  void fetch(const std::string& name, const Entry& entry);
  const wire::FunctionProto* find_function(const wire::NodeProto& node) const;

  const Model::State& model_;
  Graph& graph_;
  std::string path_;  // within which the weights stand
  std::map<std::string, Role> roles_;
  std::deque<Tensor> inner_initial_;  // of inner graphs; entries point into it
  std::vector<Message> refusals_;
  int depth_ = 0;            // of inner graphs and functions within each other
  std::int64_t traced_ = 0;  // nodes, and bodies of loops
};

}  // namespace percept::onnx
