// src/ops/gru.cpp - h_t = (1 - z) n + z h_{t-1}, n = tanh(x_n + r (U_n h_{t-1} + b_n)). Cho et al. 2014, in
// PyTorch's form: r acts behind the product.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "recurrent_rules.hpp"

namespace percept {
namespace {

// What reaches U h + b: the gradients of r and z as they are, that of n through r.
Value recurrent_part(Value input_grad, Value gates, std::int64_t hidden) {
  Value r = slice(gates, {.axis = 2, .end = hidden});
  Value of_n = slice(input_grad, {.axis = 2, .begin = 2 * hidden});
  return concat({slice(input_grad, {.axis = 2, .end = 2 * hidden}), of_n * r}, 2);
}

}  // namespace

const OpDef& gru_op() {
  static const OpDef op =
      OpDef("gru")
          .doc("A layer of gated recurrent units, one direction.",
               R"((r, z) = \sigma(x + U h_{t-1} + b),\ n = \tanh(x_n + r (U_n h_{t-1} + b_n)),\ )"
               R"(h_t = (1 - z) n + z h_{t-1})")
          .input("input", "time batch gates")
          .input("weight", "gates hidden")
          .input("bias", "gates")
          .input("hidden", "batch hidden")
          .input("lengths", "batch")
          .flat_input("lengths")
          .output("output", "time batch hidden")
          .output("last_hidden", "batch hidden")
          .output("gates", "time batch gates")
          .output("recalled", "time batch hidden")
          .options<RecurrentOptions>()
          .shape_rule([](ShapeContext& c) {
            std::optional<RecurrentSizes> sizes = require_recurrent(c, 3, 1, 3);
            if (!sizes) return;
            require_part(c, 2, "bias", {3 * sizes->hidden});
            require_part(c, 3, "hidden", sizes->of_state());
            require_lengths(c, 4, *sizes);
            c.output(c.dtype(0), sizes->of_steps());
            c.output(c.dtype(0), sizes->of_state());
            c.output(c.dtype(0), sizes->of_steps(3));
            c.output(c.dtype(0), sizes->of_steps());
          })
          .gradient_rule([](GradientContext& c) {
            require_unused(c, 2);
            auto o = c.options<RecurrentOptions>();
            Value weight = c.input(1), lengths = c.input(4), gates = c.output(2);
            Value previous = states_before(c.output(0), c.input(3), lengths, o.reverse);
            auto [input, hidden] = gru_backward({.grad = c.grad(0),
                                                 .hidden_grad = c.grad(1),
                                                 .gates = gates,
                                                 .recalled = c.output(3),
                                                 .previous = previous,
                                                 .weight = weight,
                                                 .lengths = lengths},
                                                o);
            c.set(0, input);
            Value recurrent = recurrent_part(input, gates, weight.shape()[1]);
            if (c.wants(1)) c.set(1, recurrent_weight_gradient(recurrent, previous));
            if (c.wants(2)) c.set(2, reduce_sum(recurrent, {.axes = {0, 1}}));
            c.set(3, hidden);
          });
  return op;
}

Gru gru(Value input, Value weight, Value bias, Value hidden, Value lengths, RecurrentOptions options,
        Location at) {
  std::int64_t rows = weight.shape().rank() ? weight.shape()[0] : 0;
  if (!bias) bias = fill(input.graph(), {input.dtype(), {rows}, 0}, at);
  auto outputs = input.graph().append(
      gru_op(),
      {input, weight, bias, state_or_zeros(hidden, input, weight, at), lengths_or_all(lengths, input, at)},
      Attributes::of(options), at);
  return {outputs[0], outputs[1], outputs[2], outputs[3]};
}

}  // namespace percept
