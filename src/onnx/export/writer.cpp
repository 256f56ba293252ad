#include "writer.hpp"

#include <algorithm>

#include "tensors.hpp"

namespace percept::onnx::exporting {
namespace {

using wire::AttributeProto;

void set(AttributeProto& a, std::int64_t value) { a.set_type(AttributeProto::INT), a.set_i(value); }
void set(AttributeProto& a, double value) { a.set_type(AttributeProto::FLOAT), a.set_f(float(value)); }
void set(AttributeProto& a, const std::string& value) { a.set_type(AttributeProto::STRING), a.set_s(value); }
void set(AttributeProto& a, const std::vector<std::int64_t>& values) {
  a.set_type(AttributeProto::INTS);
  for (std::int64_t value : values) a.add_ints(value);
}
void set(AttributeProto& a, const std::vector<std::string>& values) {
  a.set_type(AttributeProto::STRINGS);
  for (const std::string& value : values) a.add_strings(value);
}
void set(AttributeProto& a, const Tensor& value) {
  a.set_type(AttributeProto::TENSOR);
  tensor_to_wire(value, "", *a.mutable_t());
}

// No name of the user's begins so; `finish` replaces what does.
bool is_unnamed(const std::string& name) { return name.starts_with('\x01'); }

}  // namespace

Writer::Writer(const Traces& traces, const Weights& weights) : traces_(traces), weights_(weights) {
  for (const auto& [name, feed] : traces.first().feeds()) taken_.insert(name);
  for (Value parameter : traces.first().parameters()) taken_.insert(leaf_name(parameter.node()));
}

std::string Writer::unique(const std::string& wanted) {
  std::string name = wanted;
  for (int k = 1; !taken_.insert(name).second; ++k) name = wanted + "_" + std::to_string(k);
  return name;
}

Names Writer::nodes(const char* op, Names inputs, int outputs, const Fields& fields) {
  while (!inputs.empty() && inputs.back().empty()) inputs.pop_back();
  wire::NodeProto& node = *graph_.add_node();
  layers_.push_back(layer_);
  node.set_op_type(op);
  for (std::string& input : inputs) node.add_input(std::move(input));
  for (const Field& field : fields) {
    AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(field.name);
    std::visit([&](const auto& value) { set(attribute, value); }, field.value);
  }
  Names names;
  for (int k = 0; k < outputs; ++k) names.push_back('\x01' + std::to_string(unnamed_++));
  for (const std::string& name : names) node.add_output(name);
  return names;
}

std::string Writer::node(const char* op, Names inputs, const Fields& fields) {
  return nodes(op, std::move(inputs), 1, fields).front();
}

std::string Writer::constant(const Tensor& tensor) {
  std::string content = to_string(ValueType{tensor.dtype(), tensor.shape()});
  content.append(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
  auto [found, is_new] = constants_.try_emplace(std::move(content));
  if (is_new) {
    found->second = unique("constant." + std::to_string(constants_.size() - 1));
    tensor_to_wire(tensor, found->second, *graph_.add_initializer());
  }
  return found->second;
}

std::string Writer::number(DType dtype, double value) { return constant(Tensor::full(dtype, {}, value)); }

std::string Writer::ints(const std::vector<std::int64_t>& values) {
  return constant(Tensor::from<std::int64_t>({std::int64_t(values.size())}, values));
}

// i64 [1]: how many examples there are when the model runs.
std::string Writer::batch() {
  if (batch_.empty()) {
    auto [feed, axis] = traces_.batch_axis();
    std::string layer = std::exchange(layer_, "batch");
    batch_ = node("Shape", {feed.name()}, {{"start", std::int64_t(axis)}, {"end", std::int64_t(axis) + 1}});
    layer_ = layer;
  }
  return batch_;
}

std::string Writer::sizes(const Sizes& sizes) {
  Names parts;
  std::vector<std::int64_t> run;  // of fixed ones
  auto end_run = [&] {
    if (!run.empty()) parts.push_back(ints(run));
    run.clear();
  };
  for (const Size& size : sizes) {
    if (size.is_fixed()) {
      run.push_back(size.fixed);
      continue;
    }
    end_run();
    std::string computed = batch();
    if (size.each != 1) computed = node("Mul", {computed, ints({size.each})});
    if (size.fixed != 0) computed = node("Add", {computed, ints({size.fixed})});
    parts.push_back(computed);
  }
  if (parts.empty() || !run.empty()) run.empty() ? parts.push_back(ints({})) : end_run();
  return parts.size() == 1 ? parts[0] : node("Concat", parts, {{"axis", std::int64_t(0)}});
}

// ONNX's 0 keeps a size and its -1 is what remains, which says most shapes without computing any.
std::string Writer::reshape(const std::string& x, const Sizes& from, const Sizes& to) {
  std::vector<std::int64_t> target;
  bool empty = false, open = false, computed = false;
  for (std::size_t i = 0; i < to.size(); ++i) {
    bool kept = !to[i].is_fixed() && i < from.size() && from[i] == to[i];
    bool rest = !to[i].is_fixed() && !kept;
    computed |= rest && open;
    open |= rest;
    empty |= to[i] == Size{};
    target.push_back(kept ? 0 : rest ? -1 : to[i].fixed);
  }
  if (empty) return node("Reshape", {x, sizes(to)}, {{"allowzero", std::int64_t(1)}});
  return node("Reshape", {x, computed ? sizes(to) : ints(target)});
}

std::string Writer::reshape(const std::string& x, const std::vector<std::int64_t>& to) {
  return node("Reshape", {x, ints(to)});
}

std::string Writer::cast(const std::string& x, DType to) {
  return node("Cast", {x}, {{"to", std::int64_t(dtype_to_wire(to))}});
}

std::string Writer::leaf(const Node& node) {
  if (node.op == &constant_op()) {
    traces_.require_same(node, {});
    return constant(constant_of(node));
  }
  const std::string& name = leaf_name(node);
  if (node.op == &parameter_op() && written_.insert(name).second)
    tensor_to_wire(weights_(name), name, *graph_.add_initializer());
  return name;
}

void Writer::declare(Value value, const std::string& name, wire::ValueInfoProto& info) const {
  info.set_name(name);
  auto& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(dtype_to_wire(value.dtype()));
  auto& shape = *type.mutable_shape();
  for (const Size& size : traces_.sizes(value)) {
    auto& dim = *shape.add_dim();
    if (size.is_fixed()) dim.set_dim_value(size.fixed);
    if (size == Size{1, 0}) dim.set_dim_param("N");  // what is not N itself stays open
  }
}

// A layer that became one node lends it its name; where it became several they are layer/Op.
void Writer::name_nodes(std::map<std::string, std::string>& final_names) {
  std::map<std::string, int> of_layer;
  for (const std::string& layer : layers_) ++of_layer[layer];
  std::set<std::string> names;
  for (int i = 0; i < graph_.node_size(); ++i) {
    wire::NodeProto& node = *graph_.mutable_node(i);
    const std::string& layer = layers_[std::size_t(i)];
    std::string wanted = layer.empty()          ? node.op_type()
                         : of_layer[layer] == 1 ? layer
                                                : layer + "/" + node.op_type(),
                name = wanted;
    for (int k = 1; !names.insert(name).second; ++k) name = wanted + "_" + std::to_string(k);
    node.set_name(name);
    for (int k = 0; k < node.output_size(); ++k)
      if (std::string& final_name = final_names[node.output(k)]; final_name.empty())
        final_name = unique(k == 0 ? name : name + ":" + std::to_string(k));
    for (std::string& input : *node.mutable_input())
      if (is_unnamed(input)) input = final_names.at(input);
    for (std::string& output : *node.mutable_output()) output = final_names.at(output);
  }
}

wire::GraphProto Writer::finish(const std::vector<std::pair<std::string, std::string>>& fetches,
                                const std::string& name) {
  const Graph& graph = traces_.first();
  std::map<std::string, std::string> final_names;
  enter("output");
  for (auto [fetch, tensor] : fetches) {
    // What has a name already, or is fetched twice, is given on under another.
    if (!is_unnamed(tensor) || final_names.contains(tensor)) tensor = node("Identity", {tensor});
    outputs_.push_back(final_names[tensor] = unique(fetch));
    declare(graph.fetches().at(fetch), outputs_.back(), *graph_.add_output());
  }
  name_nodes(final_names);
  for (const auto& [feed, value] : graph.feeds()) {
    declare(value, feed, *graph_.add_input());
    inputs_.push_back(feed);
    if (std::optional<double> fallback = fallback_of(value.node()))
      tensor_to_wire(Tensor::full(value.dtype(), {}, *fallback), feed, *graph_.add_initializer());
  }
  graph_.set_name(name);
  return std::move(graph_);
}

}  // namespace percept::onnx::exporting
