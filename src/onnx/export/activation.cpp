// Activations: ONNX's own where it has them, else their formulas.
#include <cmath>
#include <numbers>

#include "percept/ops/activation.hpp"
#include "percept/ops/softmax.hpp"
#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

// One of ONNX's activations, with attributes read from ours.
template <class Options>
Translate with(const char* onnx_op, Fields (*fields)(const Options&)) {
  return [onnx_op, fields](const Node& node, const Context&) {
    return single(node.inputs, [onnx_op, given = fields(node.attributes.as<Options>())](
                                   Writer& w, const Names& in) { return w.node(onnx_op, in, given); });
  };
}

Fields along(const SoftmaxOptions& o) { return {{"axis", o.axis}}; }

// A formula of x and its dtype.
Translate formula(std::string (*write)(Writer&, const std::string& x, DType)) {
  return [write](const Node& node, const Context&) {
    DType dtype = node.outputs[0].dtype;
    return single(node.inputs, [write, dtype](Writer& w, const Names& in) { return write(w, in[0], dtype); });
  };
}

std::string log_sigmoid(Writer& w, const std::string& x, DType) {
  return w.node("Neg", {w.node("Softplus", {w.node("Neg", {x})})});
}
std::string mish(Writer& w, const std::string& x, DType) {
  return w.node("Mul", {x, w.node("Tanh", {w.node("Softplus", {x})})});
}
std::string silu(Writer& w, const std::string& x, DType) {
  return w.node("Mul", {x, w.node("Sigmoid", {x})});
}
std::string tanh_shrink(Writer& w, const std::string& x, DType) {
  return w.node("Sub", {x, w.node("Tanh", {x})});
}
std::string relu6(Writer& w, const std::string& x, DType dtype) {
  return w.node("Clip", {x, w.number(dtype, 0), w.number(dtype, 6)});
}

// ONNX's Celu knows f32 alone; celu(x) = alpha elu(x / alpha).
std::optional<Translation> celu(const Node& node, const Context&) {
  double alpha = node.attributes.as<EluOptions>().alpha;
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [alpha, dtype](Writer& w, const Names& in) {
    if (dtype == DType::f32) return w.node("Celu", in, {{"alpha", alpha}});
    std::string scale = w.number(dtype, alpha);
    return w.node("Mul", {w.node("Elu", {w.node("Div", {in[0], scale})}), scale});
  });
}

std::optional<Translation> gelu(const Node& node, const Context&) {
  bool by_tanh = node.attributes.as<GeluOptions>().tanh;
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [by_tanh, dtype](Writer& w, const Names& in) {
    auto times = [&](const std::string& x, double factor) {
      return w.node("Mul", {x, w.number(dtype, factor)});
    };
    std::string bent;
    if (by_tanh) {
      std::string cube = w.node("Mul", {w.node("Mul", {in[0], in[0]}), in[0]});
      std::string inner = w.node("Add", {in[0], times(cube, 0.044715)});
      bent = w.node("Tanh", {times(inner, std::numbers::sqrt2 * std::numbers::inv_sqrtpi)});
    } else {
      bent = w.node("Erf", {times(in[0], std::numbers::sqrt2 / 2)});
    }
    return w.node("Mul", {times(in[0], 0.5), w.node("Add", {bent, w.number(dtype, 1)})});
  });
}

std::optional<Translation> hard_tanh(const Node& node, const Context&) {
  auto o = node.attributes.as<HardTanhOptions>();
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [o, dtype](Writer& w, const Names& in) {
    return w.node("Clip", {in[0], w.number(dtype, o.low), w.number(dtype, o.high)});
  });
}

std::optional<Translation> softplus(const Node& node, const Context&) {
  double beta = node.attributes.as<SoftplusOptions>().beta;
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [beta, dtype](Writer& w, const Names& in) {
    if (beta == 1) return w.node("Softplus", in);
    std::string steepness = w.number(dtype, beta);
    return w.node("Div", {w.node("Softplus", {w.node("Mul", {in[0], steepness})}), steepness});
  });
}

std::optional<Translation> threshold(const Node& node, const Context&) {
  auto o = node.attributes.as<ThresholdOptions>();
  DType dtype = node.outputs[0].dtype;
  return single(node.inputs, [o, dtype](Writer& w, const Names& in) {
    if (o.value == 0) return w.node("ThresholdedRelu", in, {{"alpha", o.threshold}});
    std::string above = w.node("Greater", {in[0], w.number(dtype, o.threshold)});
    return w.node("Where", {above, in[0], w.number(dtype, o.value)});
  });
}

// The smaller of 0 and x, as prelu writes it: where(0 < x, 0, x).
Value negative_part_of(Value value) {
  if (!is(value, "where")) return {};
  Value condition = input(value, 0), x = input(value, 2);
  bool fits = is(condition, "less") && number_of(input(condition, 0)) == 0 && input(condition, 1) == x &&
              number_of(input(value, 1)) == 0;
  return fits ? x : Value();
}

// relu(x) + slope min(x, 0)
std::optional<Translation> prelu(const Node& node, const Context&) {
  Value above = node.inputs[0], below = node.inputs[1];
  if (!is(above, "relu") || !is(below, "mul")) return std::nullopt;
  Value x = negative_part_of(input(below, 1)), slope = unbroadcast(input(below, 0));
  if (!x || x != input(above, 0) || slope.shape().rank() > x.shape().rank()) return std::nullopt;
  return single({x, slope}, [](Writer& w, const Names& in) { return w.node("PRelu", in); });
}

}  // namespace

Table activation_table() {
  static const Entry table[] = {
      {"add", prelu},
      {"celu", celu},
      {"elu", with<EluOptions>("Elu",
                               [](const EluOptions& o) {
                                 return Fields{{"alpha", o.alpha}};
                               })},
      {"gelu", gelu},
      {"hard_shrink", with<ShrinkOptions>("Shrink",
                                          [](const ShrinkOptions& o) {
                                            return Fields{{"lambd", o.bound}, {"bias", 0.0}};
                                          })},
      {"hard_sigmoid", with<NoOptions>("HardSigmoid",
                                       [](const NoOptions&) {
                                         return Fields{{"alpha", 1.0 / 6}, {"beta", 0.5}};
                                       })},
      {"hard_swish", same("HardSwish")},
      {"hard_tanh", hard_tanh},
      {"leaky_relu", with<LeakyReluOptions>("LeakyRelu",
                                            [](const LeakyReluOptions& o) {
                                              return Fields{{"alpha", o.slope}};
                                            })},
      {"log_sigmoid", formula(log_sigmoid)},
      {"log_softmax", with<SoftmaxOptions>("LogSoftmax", along)},
      {"mish", formula(mish)},
      {"relu", same("Relu")},
      {"relu6", formula(relu6)},
      {"selu", same("Selu")},
      {"sigmoid", same("Sigmoid")},
      {"silu", formula(silu)},
      {"soft_shrink", with<ShrinkOptions>("Shrink",
                                          [](const ShrinkOptions& o) {
                                            return Fields{{"lambd", o.bound}, {"bias", o.bound}};
                                          })},
      {"softmax", with<SoftmaxOptions>("Softmax", along)},
      {"softplus", softplus},
      {"softsign", same("Softsign")},
      {"tanh", same("Tanh")},
      {"tanh_shrink", formula(tanh_shrink)},
      {"threshold", threshold},
  };
  return table;
}

}  // namespace percept::onnx::exporting
