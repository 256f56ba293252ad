// src/ops/batch_norm_backward.cpp - with u = (x - m) / sqrt(v + epsilon): db = sum g, dw = sum g u,
// dx = w (g - mean g - u mean(g u)) / sqrt(v + epsilon), sums and means over a channel; g is zero where a
// relu gave nothing.
#include "norm_rules.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"

namespace percept {

const OpDef& batch_norm_backward_op() {
  static const OpDef op =
      OpDef("batch_norm_backward")
          .doc(
              "The gradients of batch_norm; those where its relu's output is not positive count as zero.",
              R"(\bar x = w_c \frac{g - \overline{g} - u\,\overline{g u}}{\sqrt{v_c + \varepsilon}},\; \bar w = \sum g u,\; \bar b = \sum g,\; u = \frac{x - m_c}{\sqrt{v_c + \varepsilon}})")
          .input("grad")
          .input("x")
          .input("mean", "C")
          .input("variance", "C")
          .optional_input("weight", "C")
          .optional_input("output")
          .output("input_grad")
          .output("weight_grad", "C")
          .output("bias_grad", "C")
          .options<BatchNormOptions>()
          .shape_rule([](ShapeContext& c) {
            bool same = c.require_same_dtype(0, 1) && c.require_same_shape(0, 1);
            if (!same || !require_channel_vectors(c, 2, {"mean", "variance", "weight"})) return;
            if (c.has(5)) c.require_same_dtype(0, 5), c.require_same_shape(0, 5);
            ValueType statistic{c.dtype(0), {c.shape(0)[1]}};
            c.output(c.type(0));
            c.output(statistic);
            c.output(statistic);
          })
          .flat_input("output")
          .expand_rule([](const std::vector<Value>& inputs, const Attributes& attributes) {
            auto has = [&](std::size_t i) { return i < inputs.size() && inputs[i]; };
            Value x = inputs[1];
            Value g = has(5) ? relu_backward(inputs[0], inputs[5]) : inputs[0];
            Value deviation = sqrt(inputs[3] + attributes.as<BatchNormOptions>().epsilon);
            Value u = (x - per_channel(inputs[2], x)) / per_channel(deviation, x);
            ReduceOptions over{all_but_channels(x.shape()), false};
            Value bias_grad = reduce_sum(g, over), weight_grad = reduce_sum(g * u, over);
            double n = per_channel_count(x.shape());
            Value centred = g - per_channel(bias_grad / n, x) - u * per_channel(weight_grad / n, x);
            Value scale = has(4) ? inputs[4] / deviation : 1.0 / deviation;
            return std::vector<Value>{centred * per_channel(scale, x), weight_grad, bias_grad};
          });
  return op;
}

BatchNormGradients batch_norm_backward(Value grad, Value x, Value mean, Value variance, Value weight,
                                       Value output, double epsilon, Location at) {
  std::vector<Value> inputs = {grad, x, mean, variance, weight, output};
  while (!inputs.back()) inputs.pop_back();
  auto outputs = x.graph().append(batch_norm_backward_op(), std::move(inputs),
                                  Attributes::of(BatchNormOptions{epsilon, bool(output)}), at);
  return {outputs[0], outputs[1], outputs[2]};
}

}  // namespace percept
