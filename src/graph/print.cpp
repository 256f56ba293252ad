#include <fmt/format.h>

#include "percept/graph/graph.hpp"

namespace percept {
namespace {

std::string written(Value value) {
  if (!value) return "-";
  const Node& node = value.node();
  if (node.op == &feed_op() || node.op == &parameter_op()) return leaf_name(node);
  if (node.op == &constant_op()) return to_string(node.attributes.entries().front().value);
  return node.outputs.size() == 1 ? fmt::format("%{}", node.id)
                                  : fmt::format("%{}.{}", node.id, value.output());
}

}  // namespace

std::string to_string(const Graph& graph) {
  std::string out;
  for (const Node& node : graph.nodes()) {
    if (node.op == &constant_op()) continue;  // shown where they are used
    if (is_leaf(node)) {
      out += fmt::format("{} {} : {}\n", node.op->name, leaf_name(node), to_string(node.outputs[0]));
      continue;
    }
    std::string inputs, attributes, types;
    for (Value input : node.inputs) inputs += (inputs.empty() ? "" : ", ") + written(input);
    for (const auto& [name, value] : node.attributes.entries())
      attributes += fmt::format("{}{}={}", attributes.empty() ? "" : " ", name, to_string(value));
    for (const ValueType& type : node.outputs) types += (types.empty() ? "" : ", ") + to_string(type);
    out += fmt::format("%{} = {}({}){} : {}", node.id, node.op->name, inputs,
                       attributes.empty() ? "" : " {" + attributes + "}", types);
    if (!node.path.empty()) out += "  # " + node.path;
    if (node.backward) out += " (backward)";
    out += "\n";
  }
  for (const auto& [name, value] : graph.fetches())
    out += fmt::format("fetch {} = {}\n", name, written(value));
  for (const auto& [parameter, value] : graph.assigns())
    out += fmt::format("assign {} = {}\n", written(parameter), written(value));
  return out;
}

}  // namespace percept
