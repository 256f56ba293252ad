// src/ops/normalize_backward.cpp - dL/dx = (g - mean g - y mean(g y)) / sqrt(v + epsilon), means over `axes`.
#include "percept/ops/elementwise.hpp"
#include "percept/ops/normalization.hpp"
#include "reduction_rules.hpp"

namespace percept {

const OpDef& normalize_backward_op() {
  static const OpDef op =
      OpDef("normalize_backward")
          .doc("The gradient of normalize.",
               R"(\bar x = \frac{g - \overline{g} - y\,\overline{g y}}{\sqrt{v + \varepsilon}})")
          .input("grad")
          .input("output")
          .input("variance")
          .output("input_grad")
          .options<NormalizeOptions>()
          .shape_rule([](ShapeContext& c) {
            c.require_float(0);
            c.require_same_dtype(0, 1);
            c.require_same_dtype(0, 2);
            c.require_same_shape(0, 1);
            c.require(c.shape(2) == with_ones(c.shape(0), c.options<NormalizeOptions>().axes),
                      "ops.normalize.variance", {{"actual", to_string(c.shape(2))}});
            c.output(c.type(0));
          })
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            auto o = attributes.as<NormalizeOptions>();
            Value g = inputs[0], y = inputs[1], variance = inputs[2];
            ReduceOptions over{o.axes, true};
            Value centred = g - reduce_mean(g, over) - y * reduce_mean(g * y, over);
            return std::vector<Value>{centred / sqrt(variance + o.epsilon)};
          });
  return op;
}

Value normalize_backward(Value grad, Value output, Value variance, NormalizeOptions options, Location at) {
  options.axes = checked_axes(grad, options.axes, "normalize_backward", at);
  return emit(normalize_backward_op(), {grad, output, variance}, Attributes::of(options), at);
}

}  // namespace percept
