#include "expression.hpp"

#include <algorithm>
#include <map>

#include "percept/ops/fused.hpp"

namespace percept::native {
namespace {

std::optional<ElementOp> element_op(std::string_view name) {
  static constexpr std::pair<std::string_view, ElementOp> kOps[] = {
#define PERCEPT_ELEMENT(op) {#op, ElementOp::op##_},
#include "element_ops.def"
#undef PERCEPT_ELEMENT
  };
  for (const auto& [known, op] : kOps)
    if (known == name) return op;
  return std::nullopt;
}

class Builder {
 public:
  Builder(const Shape& shape, Message& why) : shape_(shape), why_(why) {}

  bool add_input(const ValueType& type) {
    bool scalar = type.shape.elements() == 1 && shape_.elements() != 1;
    if (!is_known(type)) return false;
    if (!scalar && type.shape.elements() != shape_.elements())
      return why_ = Message("kernels.shapes_differ"), false;
    made.input_is_scalar.push_back(scalar);
    made.input_is_bool.push_back(type.dtype == DType::boolean);
    ++made.operands;
    return true;
  }
  bool add_output(const ValueType& type, int operand) {
    made.outputs.push_back(operand);
    made.output_is_bool.push_back(type.dtype == DType::boolean);
    return is_known(type);
  }
  // Constants must all come before the first instruction, as their operands stand there.
  int add_constant(float value) {
    made.constants.push_back(value);
    return made.operands++;
  }
  bool add_node(const Node& node, const std::vector<int>& inputs, int& result) {
    if (node.op->name == "cast" && node.inputs[0].dtype() == DType::boolean) return result = inputs[0], true;
    std::optional<ElementOp> op = element_op(node.op->name);
    if (!op) return why_ = Message("kernels.not_elementwise", {{"op", node.op->name}}), false;
    auto operand = [&](std::size_t i) { return i < inputs.size() ? inputs[i] : -1; };
    result = made.operands++;
    made.code.push_back({*op, operand(0), operand(1), operand(2), result});
    return true;
  }

  Expression made;

 private:
  bool is_known(const ValueType& type) {
    if (type.dtype == DType::f32 || type.dtype == DType::boolean) return true;
    return why_ = Message("kernels.dtype", {{"dtype", name_of(type.dtype)}}), false;
  }

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
      case ElementOp::add_:
      case ElementOp::sub_:
      case ElementOp::maximum_:
      case ElementOp::minimum_: zero[std::size_t(i.result)] = a && b; break;
      case ElementOp::mul_: zero[std::size_t(i.result)] = a || b; break;
      case ElementOp::where_: zero[std::size_t(i.result)] = b && zero[std::size_t(i.c)]; break;
      case ElementOp::abs_:
      case ElementOp::asin_:
      case ElementOp::asinh_:
      case ElementOp::atan_:
      case ElementOp::atanh_:
      case ElementOp::ceil_:
      case ElementOp::erf_:
      case ElementOp::expm1_:
      case ElementOp::floor_:
      case ElementOp::log1p_:
      case ElementOp::neg_:
      case ElementOp::relu_:
      case ElementOp::relu_backward_:
      case ElementOp::round_:
      case ElementOp::sign_:
      case ElementOp::sin_:
      case ElementOp::sinh_:
      case ElementOp::sqrt_:
      case ElementOp::tan_:
      case ElementOp::tanh_:
      case ElementOp::trunc_: zero[std::size_t(i.result)] = a; break;
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
    if (!builder.add_output(node.outputs[0], result)) return std::nullopt;
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
  for (int i = 0; i < int(body->fetches().size()); ++i) {
    Value result = body->fetches().at(std::to_string(i));
    if (!builder.add_output(result.type(), operand.at(result))) return std::nullopt;
  }
  return builder.made;
}

}  // namespace percept::native
