// Reads a model and checks all that can be checked before it is traced: what comes from outside is hostile.
#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <limits>
#include <set>

#include "external_data.hpp"
#include "percept/io/descriptor.hpp"
#include "percept/io/files.hpp"
#include "state.hpp"
#include "tensors.hpp"

namespace percept::onnx {
namespace {

constexpr int kDeepestMessage = 64;
constexpr int kMostNodes = 1'000'000;
constexpr std::uint64_t kMostBytes = std::numeric_limits<int>::max();  // of a protobuf message

using Scope = std::set<std::string, std::less<>>;

// Names are made once, before they are used; so there is no circle.
class Checker {
 public:
  Result<> check(const wire::GraphProto& graph, Scope names) {
    for (const auto& tensor : graph.initializer()) names.insert(tensor.name());
    for (const auto& tensor : graph.sparse_initializer()) names.insert(tensor.values().name());
    for (const auto& input : graph.input()) names.insert(input.name());
    Result<> nodes = check_nodes(graph.node(), names);
    if (!nodes) return nodes;
    for (const auto& output : graph.output())
      if (!names.contains(output.name())) return Problem("onnx.output", {{"name", output.name()}});
    return Done();
  }

  Result<> check_nodes(const google::protobuf::RepeatedPtrField<wire::NodeProto>& nodes, Scope& names) {
    for (const wire::NodeProto& node : nodes) {
      if (++nodes_ > kMostNodes) return Problem("onnx.nodes", {{"most", kMostNodes}});
      for (const std::string& input : node.input())
        if (!input.empty() && !names.contains(input))
          return Problem("onnx.order", {{"node", name_of(node)}, {"input", input}})
              .with_hint("onnx.order.hint");
      for (const wire::AttributeProto& attribute : node.attribute()) {
        if (attribute.has_g())
          if (Result<> inner = check(attribute.g(), names); !inner) return inner;
        for (const wire::GraphProto& graph : attribute.graphs())
          if (Result<> inner = check(graph, names); !inner) return inner;
      }
      for (const std::string& output : node.output())
        if (!output.empty() && !names.insert(output).second)
          return Problem("onnx.twice", {{"node", name_of(node)}, {"output", output}});
    }
    return Done();
  }

 private:
  int nodes_ = 0;
};

Result<Tensor> dense(const wire::SparseTensorProto& sparse) {
  Result<Tensor> values = tensor_from_wire(sparse.values());
  if (!values) return values;
  wire::TensorProto header;
  header.set_name(sparse.values().name());
  for (std::int64_t dim : sparse.dims()) header.add_dims(dim);
  Result<Shape> shape = shape_from_wire(header, values->dtype());
  if (!shape) return shape.problem();
  Result<Tensor> indices = tensor_from_wire(sparse.indices());
  if (!indices) return indices;
  auto fault = [&] { return Problem("onnx.sparse", {{"tensor", sparse.values().name()}}); };
  std::int64_t count = values->size(), rank = shape->rank();
  bool linear = indices->shape() == Shape{count};
  if (indices->dtype() != DType::i64 || values->shape().rank() != 1 ||
      !(linear || indices->shape() == Shape{count, rank}))
    return fault();
  // What is written out in full may be far larger than the file.
  constexpr std::int64_t kMostElements = std::int64_t(1) << 28;
  if (shape->elements() > kMostElements)
    return Problem("onnx.tensor.overflow", {{"tensor", sparse.values().name()}});
  Tensor tensor = Tensor::zeros(values->dtype(), *shape);
  std::span<const std::int64_t> at = std::as_const(*indices).data<std::int64_t>();
  std::size_t size = size_of(values->dtype());
  std::vector<std::int64_t> strides = strides_of(*shape);
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t to = linear ? at[std::size_t(i)] : 0;
    for (std::int64_t a = 0; !linear && a < rank; ++a) {
      std::int64_t k = at[std::size_t(i * rank + a)];
      if (k < 0 || k >= (*shape)[int(a)]) return fault();
      to += k * strides[std::size_t(a)];
    }
    if (to < 0 || to >= tensor.size()) return fault();
    std::copy_n(values->raw() + std::size_t(i) * size, size, tensor.raw() + std::size_t(to) * size);
  }
  return tensor;
}

// Takes the initial values out of the message, so that their bytes are held once.
Result<> take_initial_values(Model::State& state, const std::filesystem::path& folder) {
  wire::GraphProto& graph = *state.wire.mutable_graph();
  for (wire::TensorProto& message : *graph.mutable_initializer()) {
    bool external = message.data_location() == wire::TensorProto::EXTERNAL;
    if (external && folder.empty())
      return Problem("onnx.external.none", {{"tensor", message.name()}}).with_hint("onnx.external.none.hint");
    Result<Tensor> tensor = external ? read_external(message, folder) : tensor_from_wire(message);
    if (!tensor) return std::move(tensor).problem();
    if (!state.initial.emplace(message.name(), *std::move(tensor)).second)
      return Problem("onnx.initial_twice", {{"name", message.name()}});
    std::string name = message.name();
    message.Clear();
    message.set_name(name);
  }
  for (const wire::SparseTensorProto& message : graph.sparse_initializer()) {
    Result<Tensor> tensor = dense(message);
    if (!tensor) return std::move(tensor).problem();
    if (!state.initial.emplace(message.values().name(), *std::move(tensor)).second)
      return Problem("onnx.initial_twice", {{"name", message.values().name()}});
  }
  return Done();
}

// Some exporters write every weight as a Constant node: then that is the initial value of what it makes.
Result<> take_constants(Model::State& state) {
  google::protobuf::RepeatedPtrField<wire::NodeProto> kept;
  for (wire::NodeProto& node : *state.wire.mutable_graph()->mutable_node()) {
    bool own = node.domain().empty() || node.domain() == "ai.onnx";
    bool tensor = own && node.op_type() == "Constant" && node.output_size() == 1 &&
                  node.attribute_size() == 1 && node.attribute(0).name() == "value" &&
                  node.attribute(0).has_t() &&
                  node.attribute(0).t().data_location() != wire::TensorProto::EXTERNAL &&
                  dtype_from_wire(node.attribute(0).t().data_type());
    if (!tensor) {
      *kept.Add() = std::move(node);
      continue;
    }
    Result<Tensor> value = tensor_from_wire(node.attribute(0).t());
    if (!value) return std::move(value).problem();
    state.initial.emplace(node.output(0), *std::move(value));
  }
  state.wire.mutable_graph()->mutable_node()->Swap(&kept);
  return Done();
}

Result<> read_opset(Model::State& state) {
  for (const auto& import : state.wire.opset_import()) {
    bool own = import.domain().empty() || import.domain() == "ai.onnx";
    if (own) state.opset = int(std::clamp<std::int64_t>(import.version(), 0, 1000));
  }
  // A model of other domains alone names none of ONNX's own.
  if (state.opset == 0 && state.wire.opset_import().empty()) state.opset = 1;  // before IR version 3
  if (state.opset == 0) state.opset = kNewestOpset;
  return Done();
}

}  // namespace

Result<Model> parse_model(std::span<const std::byte> bytes, const std::string& name,
                          const std::filesystem::path& folder) {
  auto fault = [&](Problem problem) {
    problem.subject = name;
    if (!problem.hint) problem.hint = Message("onnx.damaged.hint");
    return problem;
  };
  if (bytes.size() > kMostBytes)
    return fault(Problem("onnx.size", {{"most", kMostBytes}}).with_hint("onnx.size.hint"));
  auto state = std::make_shared<Model::State>();
  state->name = name;
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                                int(bytes.size()));
  stream.SetRecursionLimit(kDeepestMessage);
  if (!state->wire.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    return fault(Problem("onnx.protobuf"));
  if (!state->wire.has_graph()) return fault(Problem("onnx.no_graph"));
  if (Result<> read = read_opset(*state); !read) return fault(std::move(read).problem());

  Checker checker;
  if (Result<> checked = checker.check(state->wire.graph(), {}); !checked)
    return fault(std::move(checked).problem());
  for (const wire::FunctionProto& function : state->wire.functions()) {
    Scope names(function.input().begin(), function.input().end());
    if (Result<> checked = checker.check_nodes(function.node(), names); !checked)
      return fault(std::move(checked).problem());
    for (const std::string& output : function.output())
      if (!names.contains(output)) return fault(Problem("onnx.output", {{"name", output}}));
  }
  if (Result<> taken = take_initial_values(*state, folder); !taken) return fault(std::move(taken).problem());
  if (Result<> taken = take_constants(*state); !taken) return fault(std::move(taken).problem());

  for (const wire::ValueInfoProto& input : state->wire.graph().input())
    if (!state->initial.contains(input.name())) state->inputs.push_back(port_of(input));
  for (const wire::ValueInfoProto& output : state->wire.graph().output())
    state->outputs.push_back(port_of(output));
  for (const auto& entry : state->wire.metadata_props()) state->metadata[entry.key()] = entry.value();
  return Model(std::move(state));
}

Result<Model> read_model(const std::filesystem::path& file) {
  Result<io::Bytes> bytes = io::read_file(file, kMostBytes);
  if (!bytes) return std::move(bytes).problem();
  return parse_model(*bytes, file.string(), io::folder_of(file));
}

}  // namespace percept::onnx
