// src/ops/rnn.cpp - h_t = f(x_t + W h_{t-1}), f = tanh or relu. Elman 1990.
#include "percept/ops/creation.hpp"
#include "recurrent_rules.hpp"

namespace percept {

const OpDef& rnn_op() {
  static const OpDef op =
      OpDef("rnn")
          .doc("A recurrent layer, one direction: the state is a function of input and last state.",
               R"(h_t = f(x_t + W h_{t-1}),\ f = \tanh \text{ or relu})")
          .input("input", "time batch hidden")
          .input("weight", "hidden hidden")
          .input("hidden", "batch hidden")
          .input("lengths", "batch")
          .flat_input("lengths")
          .output("output", "time batch hidden")
          .output("last_hidden", "batch hidden")
          .options<RnnOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<RnnOptions>();
            c.require(o.nonlinearity == "tanh" || o.nonlinearity == "relu", "ops.recurrent.nonlinearity",
                      {{"actual", o.nonlinearity}});
            std::optional<RecurrentSizes> sizes = require_recurrent(c, 1, 1, 1);
            if (!sizes) return;
            require_part(c, 2, "hidden", sizes->of_state());
            require_lengths(c, 3, *sizes);
            c.output(c.dtype(0), sizes->of_steps());
            c.output(c.dtype(0), sizes->of_state());
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<RnnOptions>();
            Value output = c.output(0), weight = c.input(1), lengths = c.input(3);
            auto [input, hidden] = rnn_backward({.grad = c.grad(0),
                                                 .hidden_grad = c.grad(1),
                                                 .output = output,
                                                 .weight = weight,
                                                 .lengths = lengths},
                                                o);
            c.set(0, input);
            if (c.wants(1))
              c.set(1,
                    recurrent_weight_gradient(input, states_before(output, c.input(2), lengths, o.reverse)));
            c.set(2, hidden);
          });
  return op;
}

Rnn rnn(Value input, Value weight, Value hidden, Value lengths, RnnOptions options, Location at) {
  auto outputs = input.graph().append(
      rnn_op(),
      {input, weight, state_or_zeros(hidden, input, weight, at), lengths_or_all(lengths, input, at)},
      Attributes::of(options), at);
  return {outputs[0], outputs[1]};
}

}  // namespace percept
