#include "translation.hpp"

#include <algorithm>
#include <unordered_map>

namespace percept::onnx::exporting {
namespace {

using Entries = std::unordered_map<std::string_view, std::vector<const Entry*>>;

const Entries& entries() {
  static const Entries all = [] {
    Entries all;
    // Patterns stand in front of the ops that they end in.
    for (Table table : {normalization_table(), activation_table(), reduction_table(), arrangement_table(),
                        convolution_table(), creation_table(), elementwise_table(), indexing_table(),
                        linear_algebra_table(), pooling_table(), recurrent_table(), resampling_table()})
      for (const Entry& entry : table) all[entry.op].push_back(&entry);
    return all;
  }();
  return all;
}

// Whether the shapes broadcast to `shape` by themselves.
bool reach(const std::vector<Value>& inputs, const Shape& shape) {
  for (int axis = 1; axis <= shape.rank(); ++axis)
    if (std::none_of(inputs.begin(), inputs.end(), [&](Value input) {
          return input.shape().rank() >= axis && input.shape()[-axis] == shape[-axis];
        }))
      return false;
  return true;
}

}  // namespace

std::optional<Translation> translate(const Node& node, const Context& context) {
  auto found = entries().find(node.op->name);
  if (found == entries().end()) return std::nullopt;
  for (const Entry* entry : found->second)
    if (std::optional<Translation> translation = entry->translate(node, context)) {
      context.traces.require_same(node, entry->may_vary);
      return translation;
    }
  return std::nullopt;
}

Translate same(const char* onnx_op) {
  return [onnx_op](const Node& node, const Context&) {
    return single(broadcast_operands(node),
                  [onnx_op](Writer& w, const Names& in) { return w.node(onnx_op, in); });
  };
}

std::optional<double> number_of(Value value) {
  value = unbroadcast(value);
  if (!value || value.node().op != &constant_op()) return std::nullopt;
  const Tensor& tensor = constant_of(value.node());
  return tensor.size() == 1 ? std::optional(tensor.item()) : std::nullopt;
}

std::vector<Value> broadcast_operands(const Node& node) {
  std::vector<Value> inputs = node.inputs;
  for (Value& value : inputs) {
    Value wide = std::exchange(value, unbroadcast(value));
    if (!reach(inputs, node.outputs[0].shape)) value = wide;
  }
  return inputs;
}

}  // namespace percept::onnx::exporting
