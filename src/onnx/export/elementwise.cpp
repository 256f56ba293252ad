// Ops that treat every element by itself. ONNX's broadcast as NumPy does, so ours lose their broadcasts.
#include <cmath>
#include <numbers>

#include "percept/ops/elementwise.hpp"
#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

// ONNX has no op for these, so that they are formulas.

// sign(x) floor(|x|)
std::optional<Translation> trunc(const Node& node, const Context&) {
  return single(node.inputs, [](Writer& w, const Names& in) {
    return w.node("Mul", {w.node("Sign", in), w.node("Floor", {w.node("Abs", in)})});
  });
}

// tanh(x / 2) (e^x + 1), exact near zero as e^x - 1 is not
std::optional<Translation> expm1(const Node& node, const Context&) {
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [dtype](Writer& w, const Names& in) {
    std::string half = w.node("Mul", {in[0], w.number(dtype, 0.5)});
    std::string above = w.node("Add", {w.node("Exp", in), w.number(dtype, 1)});
    return w.node("Mul", {w.node("Tanh", {half}), above});
  });
}

// 2 atanh(x / (2 + x)) near zero, ln(1 + x) elsewhere
std::optional<Translation> log1p(const Node& node, const Context&) {
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [dtype](Writer& w, const Names& in) {
    std::string share = w.node("Div", {in[0], w.node("Add", {in[0], w.number(dtype, 2)})});
    std::string near = w.node("Mul", {w.node("Atanh", {share}), w.number(dtype, 2)});
    std::string far = w.node("Log", {w.node("Add", {in[0], w.number(dtype, 1)})});
    std::string is_near = w.node("Less", {w.node("Abs", in), w.number(dtype, 0.5)});
    return w.node("Where", {is_near, near, far});
  });
}

// atan(a / b), turned by half a circle where b is negative, and 0 in the middle
std::optional<Translation> atan2(const Node& node, const Context&) {
  DType dtype = node.outputs[0].dtype;
  return single(broadcast_operands(node), [dtype](Writer& w, const Names& in) {
    auto number = [&](double x) { return w.number(dtype, x); };
    std::string zero = number(0), angle = w.node("Atan", {w.node("Div", in)});
    std::string half =
        w.node("Where", {w.node("Less", {in[0], zero}), number(-std::numbers::pi), number(std::numbers::pi)});
    std::string turn = w.node("Where", {w.node("Less", {in[1], zero}), half, zero});
    std::string middle = w.node("And", {w.node("Equal", {in[0], zero}), w.node("Equal", {in[1], zero})});
    return w.node("Where", {middle, zero, w.node("Add", {angle, turn})});
  });
}

std::optional<Translation> clip(const Node& node, const Context&) {
  auto o = node.attributes.as<ClipOptions>();
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [o, dtype](Writer& w, const Names& in) {
    auto bound = [&](double x) { return std::isinf(x) ? "" : w.number(dtype, x); };
    return w.node("Clip", {in[0], bound(o.low), bound(o.high)});
  });
}

std::optional<Translation> cast(const Node& node, const Context&) {
  DType to = node.outputs[0].dtype;
  return single(node.inputs, [to](Writer& w, const Names& in) { return w.cast(in[0], to); });
}

}  // namespace

Table elementwise_table() {
  static const Entry table[] = {
      {"abs", same("Abs")},
      {"acos", same("Acos")},
      {"acosh", same("Acosh")},
      {"add", same("Add")},
      {"asin", same("Asin")},
      {"asinh", same("Asinh")},
      {"atan", same("Atan")},
      {"atan2", atan2},
      {"atanh", same("Atanh")},
      {"cast", cast},
      {"ceil", same("Ceil")},
      {"clip", clip},
      {"cos", same("Cos")},
      {"cosh", same("Cosh")},
      {"div", same("Div")},
      {"equal", same("Equal")},
      {"erf", same("Erf")},
      {"exp", same("Exp")},
      {"expm1", expm1},
      {"floor", same("Floor")},
      {"is_inf", same("IsInf")},
      {"is_nan", same("IsNaN")},
      {"less", same("Less")},
      {"less_equal", same("LessOrEqual")},
      {"log", same("Log")},
      {"log1p", log1p},
      {"logical_and", same("And")},
      {"logical_not", same("Not")},
      {"logical_or", same("Or")},
      {"logical_xor", same("Xor")},
      {"maximum", same("Max")},
      {"minimum", same("Min")},
      {"mul", same("Mul")},
      {"neg", same("Neg")},
      {"pow", same("Pow")},
      {"round", same("Round")},
      {"sign", same("Sign")},
      {"sin", same("Sin")},
      {"sinh", same("Sinh")},
      {"sqrt", same("Sqrt")},
      {"sub", same("Sub")},
      {"tan", same("Tan")},
      {"trunc", trunc},
      {"where", same("Where")},
  };
  return table;
}

}  // namespace percept::onnx::exporting
