// Models written by hand, for the tests.
#pragma once

#include <string>
#include <vector>

#include "onnx/tensors.hpp"
#include "percept/io/files.hpp"
#include "percept/onnx/model.hpp"
#include "percept/runtime/program.hpp"

namespace percept::proof {

class ModelBuilder {
 public:
  explicit ModelBuilder(int opset = 17) {
    model_.set_ir_version(8);
    model_.add_opset_import()->set_version(opset);
    model_.mutable_graph()->set_name("test");
  }

  /// Sizes: -1 is one that is only named, "N".
  ModelBuilder& input(const std::string& name, DType dtype, std::vector<std::int64_t> sizes) {
    return declare(*graph().add_input(), name, dtype, sizes);
  }
  ModelBuilder& output(const std::string& name, DType dtype = DType::f32,
                       std::vector<std::int64_t> sizes = {}) {
    return declare(*graph().add_output(), name, dtype, sizes);
  }
  ModelBuilder& initial(const std::string& name, const Tensor& tensor) {
    onnx::tensor_to_wire(tensor, name, *graph().add_initializer());
    return *this;
  }
  /// A node; attributes are added to what it gives.
  onnx::wire::NodeProto& node(const std::string& op, std::vector<std::string> inputs,
                              std::vector<std::string> outputs) {
    return add_node(graph(), op, std::move(inputs), std::move(outputs));
  }
  static onnx::wire::NodeProto& add_node(onnx::wire::GraphProto& graph, const std::string& op,
                                         std::vector<std::string> inputs, std::vector<std::string> outputs) {
    onnx::wire::NodeProto& node = *graph.add_node();
    node.set_op_type(op);
    for (std::string& input : inputs) node.add_input(std::move(input));
    for (std::string& output : outputs) node.add_output(std::move(output));
    return node;
  }

  onnx::wire::ModelProto& message() { return model_; }
  onnx::wire::GraphProto& graph() { return *model_.mutable_graph(); }

  io::Bytes bytes() const {
    std::string text = model_.SerializeAsString();
    auto raw = std::as_bytes(std::span(text.data(), text.size()));
    return {raw.begin(), raw.end()};
  }
  Result<onnx::Model> parsed(const std::filesystem::path& folder = {}) const {
    return onnx::parse_model(bytes(), "model.onnx", folder);
  }

 private:
  ModelBuilder& declare(onnx::wire::ValueInfoProto& value, const std::string& name, DType dtype,
                        const std::vector<std::int64_t>& sizes) {
    value.set_name(name);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(onnx::dtype_to_wire(dtype));
    for (std::int64_t size : sizes) {
      auto& dim = *tensor.mutable_shape()->add_dim();
      if (size >= 0)
        dim.set_dim_value(size);
      else
        dim.set_dim_param("N");
    }
    return *this;
  }

  onnx::wire::ModelProto model_;
};

inline void set(onnx::wire::NodeProto& node, const std::string& name, std::int64_t number) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::wire::AttributeProto::INT);
  attribute.set_i(number);
}
inline void set(onnx::wire::NodeProto& node, const std::string& name, double number) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::wire::AttributeProto::FLOAT);
  attribute.set_f(float(number));
}
inline void set(onnx::wire::NodeProto& node, const std::string& name, const char* text) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::wire::AttributeProto::STRING);
  attribute.set_s(text);
}
inline void set(onnx::wire::NodeProto& node, const std::string& name,
                const std::vector<std::int64_t>& numbers) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::wire::AttributeProto::INTS);
  for (std::int64_t number : numbers) attribute.add_ints(number);
}
inline onnx::wire::GraphProto& set_graph(onnx::wire::NodeProto& node, const std::string& name) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::wire::AttributeProto::GRAPH);
  return *attribute.mutable_g();
}

/// A model's outputs for these feeds, planned where it can be.
inline Fetches run(const onnx::Model& model, const Feeds& feeds) {
  ParameterStore store;
  Program program(store, [&](Graph& graph) { model.trace(graph); },
                  {.mode = Mode::infer, .may_interpret = true});
  Fetches fetches;
  for (const auto& [name, tensor] : program.run(feeds).tensors()) fetches.set(name, tensor.clone());
  return fetches;
}

}  // namespace percept::proof
