#include "importer.hpp"

#include <algorithm>
#include <set>

#include "import/mappings.hpp"
#include "import_context.hpp"
#include "tensors.hpp"

namespace percept::onnx {
namespace {

// A loop whose count stands in a hostile file must end before the memory does.
constexpr std::int64_t kMostNodes = 50'000;
constexpr int kDeepest = 32;

bool fits(const Port& port, const ValueType& type) {
  if (port.dtype && *port.dtype != type.dtype) return false;
  if (!port.sizes) return true;
  if (int(port.sizes->size()) != type.shape.rank()) return false;
  for (int i = 0; i < type.shape.rank(); ++i) {
    const Size& size = (*port.sizes)[std::size_t(i)];
    if (size.number && *size.number != type.shape[i]) return false;
  }
  return true;
}

}  // namespace

Importer::Importer(const Model::State& model, Graph& graph)
    : model_(model), graph_(graph), path_(graph.path()), roles_(roles_of(model.wire, model.initial)) {}

void Importer::trace() {
  Names names;
  take_initial_values(model_.wire.graph(), names);
  for (const Port& port : model_.inputs) feed(port, names);
  trace_nodes(model_.wire.graph().node(), names, path_, nullptr, model_.opset);
  throw_refusals();
  for (const Port& port : model_.outputs) fetch(port.name, entry(port.name, names));
}

void Importer::throw_refusals() {
  if (refusals_.empty()) return;
  Problem problem;
  problem.subject = model_.name;
  problem.reasons = std::move(refusals_);
  throw Error(std::move(problem).with_hint("onnx.refused.hint"));
}

namespace {

// The nodes that some names need, in their order. An inner graph may use any name of those around it.
google::protobuf::RepeatedPtrField<wire::NodeProto> nodes_for(const wire::GraphProto& graph,
                                                              const std::vector<std::string>& wanted) {
  std::set<std::string> needed(wanted.begin(), wanted.end());
  std::function<void(const wire::NodeProto&)> need = [&](const wire::NodeProto& node) {
    needed.insert(node.input().begin(), node.input().end());
    for (const wire::AttributeProto& attribute : node.attribute()) {
      for (const wire::NodeProto& inner : attribute.g().node()) need(inner);
      for (const wire::ValueInfoProto& output : attribute.g().output()) needed.insert(output.name());
    }
  };
  std::vector<const wire::NodeProto*> chosen;
  for (int i = graph.node_size() - 1; i >= 0; --i) {
    const wire::NodeProto& node = graph.node(i);
    if (std::none_of(node.output().begin(), node.output().end(),
                     [&](const std::string& output) { return needed.contains(output); }))
      continue;
    need(node);
    chosen.push_back(&node);
  }
  google::protobuf::RepeatedPtrField<wire::NodeProto> nodes;
  for (auto node = chosen.rbegin(); node != chosen.rend(); ++node) *nodes.Add() = **node;
  return nodes;
}

}  // namespace

std::vector<Value> Importer::apply(const std::map<std::string, Value>& inputs,
                                   const std::vector<std::string>& wanted) {
  Names names;
  take_initial_values(model_.wire.graph(), names);
  for (const Port& port : model_.inputs) {
    auto given = inputs.find(port.name);
    if (given == inputs.end()) continue;  // one that `wanted` may not need
    require_fit(port, given->second.type());
    names.set(port.name, {.value = given->second});
  }
  trace_nodes(nodes_for(model_.wire.graph(), wanted), names, path_, nullptr, model_.opset);
  throw_refusals();
  std::vector<Value> made;
  for (const std::string& name : wanted) made.push_back(entry(name, names).value);
  return made;
}

void Importer::require_fit(const Port& port, const ValueType& type) const {
  if (fits(port, type)) return;
  throw Error(
      Problem("onnx.feed", {{"input", port.name}, {"have", to_string(type)}, {"want", to_string(port)}})
          .about(model_.name)
          .with_hint("onnx.feed.hint"));
}

void Importer::feed(const Port& port, Names& names) {
  if (port.kind == Port::Kind::tensor && !graph_.offers(port.name))
    throw Error(Problem(port.dtype ? "onnx.feed_missing" : "onnx.feed_type",
                        {{"input", port.name}, {"type", to_string(port)}})
                    .about(model_.name)
                    .with_hint("onnx.feed.hint"));
  auto offered = [&](const std::string& name) {
    Value value = graph_.feed(name);
    require_fit(port, value.type());
    return value;
  };
  Entry entry;
  if (port.kind == Port::Kind::sequence ||
      (port.kind == Port::Kind::optional && graph_.offers(port.name + "[0]"))) {
    entry.sequence.emplace();
    for (std::string name = port.name + "[0]"; graph_.offers(name);
         name = port.name + "[" + std::to_string(entry.sequence->size()) + "]")
      entry.sequence->push_back(offered(name));
  } else if (port.kind == Port::Kind::tensor || graph_.offers(port.name)) {
    entry.value = offered(port.name);
  }
  names.set(port.name, std::move(entry));
}

void Importer::fetch(const std::string& name, const Entry& entry) {
  if (entry.value) graph_.fetch(name, entry.value);
  if (!entry.sequence) return;
  for (std::size_t i = 0; i < entry.sequence->size(); ++i)
    graph_.fetch(name + "[" + std::to_string(i) + "]", (*entry.sequence)[i]);
}

// Those of the model itself were read with it; those of inner graphs are few and small.
void Importer::take_initial_values(const wire::GraphProto& graph, Names& names) {
  if (&graph == &model_.wire.graph()) {
    for (const auto& [name, tensor] : model_.initial) names.set(name, {.initial = &tensor});
    return;
  }
  for (const wire::TensorProto& message : graph.initializer()) {
    inner_initial_.push_back(tensor_from_wire(message).value());
    names.set(message.name(), {.initial = &inner_initial_.back()});
  }
}

Entry& Importer::entry(const std::string& name, Names& names) {
  Entry* found = names.find(name);
  if (!found)
    throw Error(Problem("onnx.name", {{"name", name}}).about(model_.name).with_hint("onnx.node.hint"));
  if (!found->value && found->initial) {
    auto role = roles_.find(name);
    bool parameter = role != roles_.end() && role->second != Role::constant;
    // A weight is a parameter of the whole model, wherever in it the name is first met.
    if (parameter && model_.initial.contains(name) && found->initial == &model_.initial.at(name)) {
      // Half precision is for storing: weights are read, and trained, as f32.
      const Tensor& from = *found->initial;
      bool half = from.dtype() == DType::f16 || from.dtype() == DType::bf16;
      Tensor tensor = half ? from.to(DType::f32) : from;
      found->value = graph_.parameter({.path = path_.empty() ? name : path_ + "." + name,
                                       .type = {tensor.dtype(), tensor.shape()},
                                       .trainable = role->second == Role::weight,
                                       .initialize = [tensor](Tensor& to, const RandomStream&) {
                                         std::copy_n(tensor.raw(), tensor.bytes(), to.raw());
                                       }});
    } else {
      found->value = graph_.constant(*found->initial);
    }
  }
  return *found;
}

void Importer::trace_nodes(const google::protobuf::RepeatedPtrField<wire::NodeProto>& nodes, Names& names,
                           const std::string& path, const FunctionAttributes* attributes, int opset) {
  for (const wire::NodeProto& node : nodes) {
    std::string inner = path.empty() ? name_of(node) : path + "/" + name_of(node);
    trace_node(node, names, inner, attributes, opset);
  }
}

void Importer::count(const std::string& where) {
  if (++traced_ > kMostNodes)
    throw Error(Problem("onnx.nodes", {{"most", kMostNodes}}).with_hint("onnx.node.hint").at(where));
}

void Importer::trace_node(const wire::NodeProto& node, Names& names, const std::string& path,
                          const FunctionAttributes* attributes, int opset) {
  std::string where = model_.name + ": " + path + " (" + full_op(node) + ")";
  count(where);
  bool refused = false;
  for (const std::string& input : node.input()) {
    Entry* entry = input.empty() ? nullptr : names.find(input);
    refused = refused || (entry && entry->refused);
  }
  if (!refused) {
    Graph::Origin origin(graph_, path, false);
    try {
      if (const wire::FunctionProto* function = find_function(node))
        return trace_call(*function, node, names, path);
      const Mapping* mapping = find_mapping(full_op(node));
      if (!mapping) throw Refusal{Message("onnx.refused.op")};
      ImportContext context(*this, node, names, path, attributes, opset);
      return (*mapping)(context);
    } catch (Refusal& refusal) {
      refusal.why.arguments.emplace_back("node", path);
      refusal.why.arguments.emplace_back("op", full_op(node));
      refusals_.push_back(std::move(refusal.why));
    } catch (const Error& error) {
      Problem problem = error.problem();
      if (problem.where.find(model_.name + ": ") != 0) problem.where = where;
      if (!problem.hint) problem.hint = Message("onnx.node.hint");
      throw Error(std::move(problem));
    }
  }
  for (const std::string& output : node.output()) names.set(output, {.refused = true});
}

const wire::FunctionProto* Importer::find_function(const wire::NodeProto& node) const {
  for (const wire::FunctionProto& function : model_.wire.functions())
    if (function.name() == node.op_type() && function.domain() == node.domain()) return &function;
  return nullptr;
}

namespace {

// Counts how deep graphs and functions stand within each other; a function that calls itself would never end.
class Depth {
 public:
  Depth(int& depth, const std::string& model) : depth_(depth) {
    if (++depth_ <= kDeepest) return;
    --depth_;
    throw Error(Problem("onnx.deep", {{"most", kDeepest}}).about(model).with_hint("onnx.node.hint"));
  }
  ~Depth() { --depth_; }

 private:
  int& depth_;
};

}  // namespace

std::vector<Entry> Importer::trace_inner(const wire::GraphProto& inner, std::vector<Entry> inputs,
                                         Names& around, const std::string& path) {
  Depth depth(depth_, model_.name);
  count(path);  // a loop whose body is empty must end too
  Names names(&around);
  take_initial_values(inner, names);
  if (int(inputs.size()) != inner.input_size())
    throw Error(Problem("onnx.inner_inputs", {{"have", inner.input_size()}, {"want", inputs.size()}})
                    .about(model_.name));
  for (int i = 0; i < inner.input_size(); ++i)
    names.set(inner.input(i).name(), std::move(inputs[std::size_t(i)]));
  trace_nodes(inner.node(), names, path, nullptr, model_.opset);
  std::vector<Entry> outputs;
  for (const auto& output : inner.output()) outputs.push_back(entry(output.name(), names));
  return outputs;
}

void Importer::trace_call(const wire::FunctionProto& function, const wire::NodeProto& node, Names& names,
                          const std::string& path) {
  Depth depth(depth_, model_.name);
  Names inner;
  for (int i = 0; i < function.input_size(); ++i) {
    bool given = i < node.input_size() && !node.input(i).empty();
    inner.set(function.input(i), given ? entry(node.input(i), names) : Entry());
  }
  FunctionAttributes attributes;
  for (const auto& attribute : node.attribute()) attributes[attribute.name()] = &attribute;
  int opset = model_.opset;
  for (const auto& import : function.opset_import())
    if (import.domain().empty()) opset = int(std::clamp<std::int64_t>(import.version(), 1, 1000));
  trace_nodes(function.node(), inner, path, &attributes, opset);
  for (int i = 0; i < std::min(node.output_size(), function.output_size()); ++i)
    names.set(node.output(i), entry(function.output(i), inner));
}

}  // namespace percept::onnx
