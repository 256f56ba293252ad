// src/ops/batch_norm.cpp - y = w_c (x - m_c) / sqrt(v_c + epsilon) + b_c (+ r, then max(., 0) if asked), m
// and v mean and variance of each channel over batch and places.
#include "norm_rules.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept {

const OpDef& batch_norm_op() {
  static const OpDef op =
      OpDef("batch_norm")
          .doc(
              "Shifts and scales each channel to mean b and deviation w over the batch; a residual and a "
              "relu may follow.",
              R"(y = w_c \frac{x - m_c}{\sqrt{v_c + \varepsilon}} + b_c,\; m_c = \frac1n \sum x,\; v_c = \frac1n \sum (x - m_c)^2)")
          .input("x")
          .optional_input("weight", "C")
          .optional_input("bias", "C")
          .optional_input("residual")
          .output("y")
          .output("mean", "C")
          .output("variance", "C")
          .options<BatchNormOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<BatchNormOptions>();
            c.require(o.epsilon >= 0, "ops.normalize.epsilon", {{"epsilon", o.epsilon}});
            if (!require_channel_vectors(c, 1, {"weight", "bias"})) return;
            if (c.has(3)) c.require_same_dtype(0, 3), c.require_same_shape(0, 3);
            ValueType statistic{c.dtype(0), {c.shape(0)[1]}};
            c.output(c.type(0));
            c.output(statistic);
            c.output(statistic);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<BatchNormOptions>();
            Value x = c.input(0), mean = c.output(1), variance = c.output(2), gradient;
            auto plus = [&](Value term) { gradient = gradient ? gradient + term : term; };
            double n = per_channel_count(x.shape());
            if (c.has_grad(0)) {
              Value g = o.relu ? relu_backward(c.grad(0), c.output(0)) : c.grad(0);
              BatchNormGradients back = batch_norm_backward(
                  g, x, mean, variance, c.has(1) ? c.input(1) : Value(), Value(), o.epsilon);
              plus(back.input);
              if (c.has(1)) c.set(1, back.weight);
              if (c.has(2)) c.set(2, back.bias);
              if (c.has(3)) c.set(3, g);
            }
            if (c.has_grad(1)) plus(broadcast_to(per_channel(c.grad(1) / n, x), x.shape()));
            if (c.has_grad(2)) plus(per_channel(c.grad(2) * (2 / n), x) * (x - per_channel(mean, x)));
            if (gradient) c.set(0, gradient);
          });
  return op;
}

Normalized batch_norm(Value x, Value weight, Value bias, Value residual, BatchNormOptions options,
                      Location at) {
  require_channels("batch_norm", x, {weight, bias}, at);
  std::vector<Value> inputs = {x, weight, bias, residual};
  while (!inputs.back()) inputs.pop_back();
  auto outputs = x.graph().append(batch_norm_op(), std::move(inputs), Attributes::of(options), at);
  return {outputs[0], outputs[1], outputs[2]};
}

Normalized batch_norm(Value x, Value weight, Value bias, double epsilon, Location at) {
  return batch_norm(x, weight, bias, Value(), {epsilon, false}, at);
}

}  // namespace percept
