#include "traces.hpp"

#include <algorithm>
#include <cstring>

namespace percept::onnx::exporting {
namespace {

bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() && std::memcmp(a.raw(), b.raw(), a.bytes()) == 0;
}

std::vector<std::int64_t> whole_numbers(const AttributeValue& value) {
  if (auto* number = std::get_if<std::int64_t>(&value)) return {*number};
  return std::get<std::vector<std::int64_t>>(value);
}

bool same_attribute(const AttributeValue& a, const AttributeValue& b) {
  auto *x = std::get_if<Tensor>(&a), *y = std::get_if<Tensor>(&b);
  return x && y ? same_bytes(*x, *y) : equal(a, b);
}

}  // namespace

bool all_fixed(const Sizes& sizes) {
  return std::all_of(sizes.begin(), sizes.end(), [](Size size) { return size.is_fixed(); });
}

std::string layer_of(const Node& node) { return node.path.empty() ? node.op->name : node.path; }

void refuse(const char* id, const Node& node, std::string_view what) {
  throw Error(Problem(id, {{"op", node.op->name}, {"layer", layer_of(node)}, {"what", what}}));
}

Traces::Traces(std::vector<const Graph*> graphs, std::vector<std::int64_t> batches)
    : graphs_(std::move(graphs)), batches_(std::move(batches)) {
  require_same_structure();
}

void Traces::require_same_structure() const {
  auto same_input = [](Value a, Value b) { return bool(a) == bool(b) && (!a || (a <=> b) == 0); };
  for (const Graph* other : graphs_) {
    std::size_t count = std::max(first().nodes().size(), other->nodes().size());
    for (std::size_t i = 0; i < count; ++i) {
      bool both = i < first().nodes().size() && i < other->nodes().size();
      const Node& node = i < first().nodes().size() ? first().node(int(i)) : other->node(int(i));
      const Node& twin = other->node(int(std::min(i, other->nodes().size() - 1)));
      if (!both || node.op != twin.op ||
          !std::equal(node.inputs.begin(), node.inputs.end(), twin.inputs.begin(), twin.inputs.end(),
                      same_input))
        throw Error(Problem("onnx.export.structure", {{"op", node.op->name}, {"layer", layer_of(node)}}));
    }
  }
}

Size Traces::size_of(const std::vector<std::int64_t>& seen, const Node& node, std::string_view what) const {
  if (std::all_of(seen.begin(), seen.end(), [&](auto size) { return size == seen.front(); }))
    return {0, seen.front()};
  // A straight line through the first two traces; the others must lie on it.
  std::int64_t each = (seen[1] - seen[0]) / (batches_[1] - batches_[0]);
  Size size{each, seen[0] - each * batches_[0]};
  for (std::size_t t = 0; t < seen.size(); ++t)
    if (size.each * batches_[t] + size.fixed != seen[t]) refuse("onnx.export.varying", node, what);
  return size;
}

Sizes Traces::sizes(Value value) const {
  Sizes sizes;
  for (int axis = 0; axis < value.shape().rank(); ++axis) {
    std::vector<std::int64_t> seen;
    for (const Graph* graph : graphs_)
      seen.push_back(graph->node(value.node_id()).outputs[std::size_t(value.output())].shape[axis]);
    sizes.push_back(size_of(seen, value.node(), "shape"));
  }
  return sizes;
}

Sizes Traces::numbers(const Node& node, std::string_view attribute) const {
  std::vector<std::vector<std::int64_t>> seen;
  for (const Graph* graph : graphs_)
    seen.push_back(whole_numbers(*graph->node(node.id).attributes.find(attribute)));
  Sizes sizes;
  for (std::size_t i = 0; i < seen.front().size(); ++i) {
    std::vector<std::int64_t> one;
    for (const auto& numbers : seen) one.push_back(numbers.at(i));
    sizes.push_back(size_of(one, node, attribute));
  }
  return sizes;
}

void Traces::require_same(const Node& node, std::span<const std::string_view> may_vary) const {
  for (const auto& [name, value] : node.attributes.entries())
    for (const Graph* graph : graphs_)
      if (std::find(may_vary.begin(), may_vary.end(), name) == may_vary.end() &&
          !same_attribute(value, *graph->node(node.id).attributes.find(name)))
        refuse("onnx.export.varying", node, name);
}

std::pair<Value, int> Traces::batch_axis() const {
  for (const auto& [name, feed] : first().feeds()) {
    Sizes all = sizes(feed);
    for (std::size_t axis = 0; axis < all.size(); ++axis)
      if (all[axis] == Size{1, 0}) return {feed, int(axis)};
  }
  throw Error(Problem("onnx.export.no_batch"));
}

}  // namespace percept::onnx::exporting
