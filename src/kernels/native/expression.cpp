#include "expression.hpp"

#include <algorithm>
#include <map>

#include "percept/ops/fused.hpp"

namespace percept::native {
namespace {

std::optional<ElementOp> element_op(std::string_view name) {
  static constexpr std::pair<std::string_view, ElementOp> kOps[] = {
      {"add", ElementOp::add},         {"sub", ElementOp::sub},   {"mul", ElementOp::mul},
      {"div", ElementOp::div},         {"neg", ElementOp::neg},   {"exp", ElementOp::exp},
      {"log", ElementOp::log},         {"relu", ElementOp::relu}, {"relu_backward", ElementOp::relu_backward},
      {"sigmoid", ElementOp::sigmoid}, {"tanh", ElementOp::tanh}};
  for (const auto& [known, op] : kOps)
    if (known == name) return op;
  return std::nullopt;
}

class Builder {
 public:
  Builder(const Shape& shape, Message& why) : shape_(shape), why_(why) {}

  bool add_input(const ValueType& type) {
    bool scalar = type.shape.elements() == 1 && shape_.elements() != 1;
    if (type.dtype != DType::f32)
      return why_ = Message("kernels.dtype", {{"dtype", name_of(type.dtype)}}), false;
    if (!scalar && type.shape.elements() != shape_.elements())
      return why_ = Message("kernels.shapes_differ"), false;
    made.input_is_scalar.push_back(scalar);
    ++made.operands;
    return true;
  }
  // Constants must all come before the first instruction, as their operands stand there.
  int add_constant(float value) {
    made.constants.push_back(value);
    return made.operands++;
  }
  bool add_node(const Node& node, const std::vector<int>& inputs, int& result) {
    std::optional<ElementOp> op = element_op(node.op->name);
    if (!op) return why_ = Message("kernels.not_elementwise", {{"op", node.op->name}}), false;
    result = made.operands++;
    made.code.push_back({*op, inputs[0], inputs.size() > 1 ? inputs[1] : -1, result});
    return true;
  }

  Expression made;

 private:
  const Shape& shape_;
  Message& why_;
};

}  // namespace

bool Expression::keeps_zero() const {
  std::vector<bool> zero(std::size_t(operands), false);
  for (std::size_t i = 0; i < input_is_scalar.size(); ++i) zero[i] = !input_is_scalar[i];
  for (const Instruction& i : code) {
    bool a = zero[std::size_t(i.a)], b = i.b < 0 || zero[std::size_t(i.b)];
    switch (i.op) {
      case ElementOp::add:
      case ElementOp::sub: zero[std::size_t(i.result)] = a && b; break;
      case ElementOp::mul: zero[std::size_t(i.result)] = a || b; break;
      case ElementOp::relu_backward:
      case ElementOp::neg:
      case ElementOp::relu:
      case ElementOp::tanh: zero[std::size_t(i.result)] = a; break;
      default: break;
    }
  }
  return std::all_of(outputs.begin(), outputs.end(), [&](int operand) { return zero[std::size_t(operand)]; });
}

std::optional<Expression> expression_of(const Node& node, Message& why) {
  Builder builder(node.outputs[0].shape, why);
  for (Value input : node.inputs)
    if (!builder.add_input(input.type())) return std::nullopt;
  if (node.op != &fused_op()) {
    std::vector<int> inputs;
    for (int i = 0; i < int(node.inputs.size()); ++i) inputs.push_back(i);
    int result;
    if (!builder.add_node(node, inputs, result)) return std::nullopt;
    builder.made.outputs = {result};
    return builder.made;
  }
  auto body = node.attributes.as<FusedOptions>().body;
  std::map<Value, int> operand;
  for (const auto& [name, feed] : body->feeds()) operand[feed] = std::stoi(name);
  for (const Node& inner : body->nodes())
    if (inner.op == &constant_op()) {
      if (constant_of(inner).size() != 1) return why = Message("kernels.shapes_differ"), std::nullopt;
      operand[const_cast<Graph&>(*body).value(inner.id)] =
          builder.add_constant(float(constant_of(inner).item()));
    }
  for (const Node& inner : body->nodes()) {
    if (is_leaf(inner)) continue;
    std::vector<int> inputs;
    for (Value input : inner.inputs) inputs.push_back(operand.at(input));
    int result = inputs[0];  // a scalar repeated over the shape stays that scalar
    if (inner.op->name != "broadcast_to" && !builder.add_node(inner, inputs, result)) return std::nullopt;
    operand[const_cast<Graph&>(*body).value(inner.id)] = result;
  }
  for (int i = 0; i < int(body->fetches().size()); ++i)
    builder.made.outputs.push_back(operand.at(body->fetches().at(std::to_string(i))));
  return builder.made;
}

}  // namespace percept::native
