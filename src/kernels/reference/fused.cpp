// y = the body, node by node, each on its reference kernel
#include <algorithm>
#include <map>

#include "percept/ops/fused.hpp"
#include "reference.hpp"

namespace percept {

void reference_fused(const Node& node, std::span<const View> in, std::span<const View> out) {
  auto body = node.attributes.as<FusedOptions>().body;
  // What the floats are computed in; among the outputs there may be none, or a bool first.
  DType real = DType::f32;
  for (std::span<const View> views : {in, out})
    for (const View& view : views)
      if (view.dtype == DType::f64) real = DType::f64;
  std::map<std::pair<int, int>, Tensor> values;
  auto view_of = [&](Value value) {
    if (value.node().op == &feed_op()) return in[std::size_t(std::stoi(leaf_name(value.node())))];
    return View(values.at({value.node_id(), value.output()}));
  };
  for (const Node& inner : body->nodes()) {
    if (inner.op == &feed_op()) continue;
    if (inner.op == &constant_op()) {
      const Tensor& constant = constant_of(inner);
      values[{inner.id, 0}] = is_float(constant.dtype()) ? constant.to(real) : constant;
      continue;
    }
    std::vector<View> inputs, outputs;
    for (Value input : inner.inputs) inputs.push_back(input ? view_of(input) : View());
    for (int i = 0; i < int(inner.outputs.size()); ++i) {
      const ValueType& type = inner.outputs[std::size_t(i)];
      Tensor& made = values[{inner.id, i}] = Tensor(is_float(type.dtype) ? real : type.dtype, type.shape);
      outputs.emplace_back(made);
    }
    find_reference(inner.op->name)(inner, inputs, outputs);
  }
  for (int i = 0; i < int(out.size()); ++i) {
    View from = view_of(body->fetches().at(std::to_string(i)));
    std::copy_n(from.as<std::byte>(), std::size_t(from.size()) * size_of(from.dtype),
                out[std::size_t(i)].as<std::byte>());
  }
}

}  // namespace percept
