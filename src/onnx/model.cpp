#include "percept/onnx/model.hpp"

#include <set>

#include "import/mappings.hpp"
#include "importer.hpp"
#include "state.hpp"
#include "tensors.hpp"

namespace percept::onnx {
namespace {

// Calls f(node) for every node of a graph and of the graphs that its nodes hold.
template <class F>
void each_node(const google::protobuf::RepeatedPtrField<wire::NodeProto>& nodes, F&& f) {
  for (const wire::NodeProto& node : nodes) {
    f(node);
    for (const wire::AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) each_node(attribute.g().node(), f);
      for (const wire::GraphProto& inner : attribute.graphs()) each_node(inner.node(), f);
    }
  }
}

template <class F>
void each_node(const wire::ModelProto& model, F&& f) {
  each_node(model.graph().node(), f);
  for (const wire::FunctionProto& function : model.functions()) each_node(function.node(), f);
}

// Which inputs of an op are weights, and which running statistics.
Role role_of(const wire::NodeProto& node, int input, const Tensor& tensor) {
  static const std::map<std::string, std::set<int>> weights = {
      {"Conv", {1, 2}},
      {"ConvTranspose", {1, 2}},
      {"Gemm", {0, 1, 2}},
      {"MatMul", {0, 1}},
      {"BatchNormalization", {1, 2}},
      {"InstanceNormalization", {1, 2}},
      {"PRelu", {1}},
      {"LayerNormalization", {1, 2}},
      {"GroupNormalization", {1, 2}},
      {"LSTM", {1, 2, 3, 7}},
      {"GRU", {1, 2, 3}},
      {"RNN", {1, 2, 3}},
      {"Gather", {0}},
      {"Einsum", {0, 1, 2, 3}},
  };
  if (node.op_type() == "BatchNormalization" && (input == 3 || input == 4)) return Role::state;
  if (auto found = weights.find(node.op_type()); found != weights.end())
    return found->second.contains(input) ? Role::weight : Role::constant;
  // A bias or a scale that stands alone; a single number is more likely part of a formula.
  bool arithmetic = node.op_type() == "Add" || node.op_type() == "Mul" || node.op_type() == "Sub" ||
                    node.op_type() == "Div";
  return arithmetic && tensor.size() > 1 ? Role::weight : Role::constant;
}

}  // namespace

std::string name_of(const wire::NodeProto& node) {
  if (!node.name().empty()) return node.name();
  for (const std::string& output : node.output())
    if (!output.empty()) return output;
  return node.op_type();
}

std::string full_op(const wire::NodeProto& node) {
  bool own = node.domain().empty() || node.domain() == "ai.onnx";
  return own ? node.op_type() : node.domain() + ":" + node.op_type();
}

Port port_of(const wire::ValueInfoProto& value) {
  Port port{.name = value.name()};
  const wire::TypeProto* type = &value.type();
  if (type->has_optional_type()) {
    port.kind = Port::Kind::optional;
    type = &type->optional_type().elem_type();
  }
  if (type->has_sequence_type()) {
    port.kind = Port::Kind::sequence;
    type = &type->sequence_type().elem_type();
  }
  const wire::TypeProto::Tensor& tensor = type->tensor_type();
  port.dtype = dtype_from_wire(tensor.elem_type());
  if (!tensor.has_shape()) return port;
  port.sizes.emplace();
  for (const auto& dim : tensor.shape().dim()) {
    Size size;
    if (dim.has_dim_value() && dim.dim_value() >= 0) size.number = dim.dim_value();
    if (dim.has_dim_param()) size.name = dim.dim_param();
    port.sizes->push_back(std::move(size));
  }
  return port;
}

std::string to_string(const Port& port) {
  std::string out(port.dtype ? percept::name_of(*port.dtype) : "?");
  if (!port.sizes) return out;
  out += '[';
  for (std::size_t i = 0; i < port.sizes->size(); ++i) {
    const Size& size = (*port.sizes)[i];
    out += (i ? ", " : "") + (size.number         ? std::to_string(*size.number)
                              : size.name.empty() ? "?"
                                                  : size.name);
  }
  return out + ']';
}

std::map<std::string, Role> roles_of(const wire::ModelProto& model,
                                     const std::map<std::string, Tensor>& initial) {
  std::map<std::string, Role> roles;
  each_node(model, [&](const wire::NodeProto& node) {
    for (int i = 0; i < node.input_size(); ++i) {
      auto tensor = initial.find(node.input(i));
      if (tensor == initial.end() || !is_float(tensor->second.dtype())) continue;
      Role& role = roles[node.input(i)];
      role = std::max(role, role_of(node, i, tensor->second));
    }
  });
  return roles;
}

const std::string& Model::name() const { return state_->name; }
const std::vector<Port>& Model::inputs() const { return state_->inputs; }
const std::vector<Port>& Model::outputs() const { return state_->outputs; }
const std::map<std::string, std::string>& Model::metadata() const { return state_->metadata; }
std::string Model::producer() const {
  const std::string &name = state_->wire.producer_name(), &version = state_->wire.producer_version();
  return version.empty() ? name : name + " " + version;
}
int Model::opset() const { return state_->opset; }

std::map<std::string, int> Model::ops() const {
  std::map<std::string, int> counts;
  each_node(state_->wire, [&](const wire::NodeProto& node) { ++counts[full_op(node)]; });
  return counts;
}

std::map<std::string, Tensor> Model::weights() const {
  std::map<std::string, Tensor> weights;
  for (const auto& [name, role] : roles_of(state_->wire, state_->initial))
    if (role != Role::constant) weights.emplace(name, state_->initial.at(name));
  return weights;
}

std::string Model::scores() const {
  if (state_->outputs.empty()) return "";
  const std::string& output = state_->outputs.front().name;
  for (const wire::NodeProto& node : state_->wire.graph().node())
    if (node.op_type() == "Softmax" && node.output_size() == 1 && node.output(0) == output &&
        node.input_size() == 1)
      return node.input(0);
  return output;
}

std::optional<Problem> Model::unsupported() const {
  std::set<std::string> functions;
  for (const wire::FunctionProto& function : state_->wire.functions())
    functions.insert(function.domain() + ":" + function.name());
  Problem problem;
  each_node(state_->wire, [&](const wire::NodeProto& node) {
    if (find_mapping(full_op(node)) || functions.contains(node.domain() + ":" + node.op_type())) return;
    problem.reasons.emplace_back("onnx.refused.op",
                                 std::vector<Argument>{{"node", name_of(node)}, {"op", full_op(node)}});
  });
  if (problem.reasons.empty()) return std::nullopt;
  return std::move(problem.about(state_->name)).with_hint("onnx.refused.hint");
}

std::vector<std::string> known_ops() {
  std::vector<std::string> names;
  for (const auto& [name, mapping] : mappings().all()) names.push_back(name);
  return names;
}

void Model::trace(Graph& graph) const { Importer(*state_, graph).trace(); }

std::vector<Value> Model::apply(Graph& graph, const std::map<std::string, Value>& inputs,
                                const std::vector<std::string>& wanted) const {
  return Importer(*state_, graph).apply(inputs, wanted);
}

}  // namespace percept::onnx
