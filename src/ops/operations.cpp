#include "percept/ops/operations.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "percept/ops/fused.hpp"
#include "percept/ops/fused_conv2d.hpp"
#include "percept/ops/linear_algebra.hpp"

namespace percept {
namespace {

double elements(const Shape& shape) { return double(shape.elements()); }

// Of a weight [out, ...]: what an output takes.
double row(const Shape& weight) { return double(weight.elements(1, weight.rank())); }

double largest(const Node& node) {
  double most = 0;
  for (Value input : node.inputs)
    if (input) most = std::max(most, elements(input.shape()));
  for (const ValueType& output : node.outputs) most = std::max(most, elements(output.shape));
  return most;
}

// At every step of time, for each example: the state by the weight.
double recurrent(const Node& node) {
  const Shape& steps = node.inputs[0].shape();  // time, batch, ...
  std::size_t weight = 0;
  while (node.op->inputs[weight].name != "weight") ++weight;
  return 2 * double(steps[0]) * double(steps[1]) * elements(node.inputs[weight].shape());
}

bool is_one_of(std::string_view op, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), op) != names.end();
}

}  // namespace

double operations(const Node& node) {
  if (is_leaf(node)) return 0;
  const std::string& op = node.op->name;
  const Shape& y = node.outputs[0].shape;
  auto shape = [&](std::size_t input) -> const Shape& { return node.inputs[input].shape(); };
  if (is_one_of(op, {"linear", "conv2d"})) return 2 * elements(y) * row(shape(1));
  if (op == "fused_conv2d")
    return 2 * elements(y) * row(shape(1)) * (node.attributes.as<FusedConv2dOptions>().pool ? 4 : 1);
  if (op == "conv2d_backward_input") return 2 * elements(shape(0)) * row(shape(1));
  if (op == "conv2d_backward_weight") return 2 * elements(shape(0)) * row(y);
  if (op == "matmul")
    return 2 * elements(y) * double(shape(0)[node.attributes.as<MatmulOptions>().transpose_a ? -2 : -1]);
  if (op == "nearest_rows") return 2 * double(y[0]) * elements(shape(1));
  if (is_one_of(op, {"lstm", "lstm_backward", "gru", "gru_backward", "rnn", "rnn_backward"}))
    return recurrent(node);
  if (op == "fused") {
    double sum = 0;
    for (const Node& part : node.attributes.as<FusedOptions>().body->nodes()) sum += operations(part);
    return sum;
  }
  return largest(node);
}

}  // namespace percept
