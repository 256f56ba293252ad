// src/ops/lstm.cpp - c_t = f c_{t-1} + i g, h_t = o tanh c_t, with i, f, g, o of x_t + W h_{t-1}. Hochreiter
// and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
#include "recurrent_rules.hpp"

namespace percept {

const OpDef& lstm_op() {
  static const OpDef op =
      OpDef("lstm")
          .doc("A layer with long short-term memory, one direction.",
               R"((i, f, g, o) = (\sigma, \sigma, \tanh, \sigma)(x_t + W h_{t-1}),\ )"
               R"(c_t = f c_{t-1} + i g,\ h_t = o \tanh c_t)")
          .input("input", "time batch gates")
          .input("weight", "gates hidden")
          .input("hidden", "batch hidden")
          .input("cell", "batch hidden")
          .input("lengths", "batch")
          .flat_input("lengths")
          .output("output", "time batch hidden")
          .output("last_hidden", "batch hidden")
          .output("last_cell", "batch hidden")
          .output("gates", "time batch gates")
          .output("cells", "time batch hidden")
          .options<RecurrentOptions>()
          .shape_rule([](ShapeContext& c) {
            std::optional<RecurrentSizes> sizes = require_recurrent(c, 4, 1, 4);
            if (!sizes) return;
            require_part(c, 2, "hidden", sizes->of_state());
            require_part(c, 3, "cell", sizes->of_state());
            require_lengths(c, 4, *sizes);
            c.output(c.dtype(0), sizes->of_steps());
            c.output(c.dtype(0), sizes->of_state());
            c.output(c.dtype(0), sizes->of_state());
            c.output(c.dtype(0), sizes->of_steps(4));
            c.output(c.dtype(0), sizes->of_steps());
          })
          .gradient_rule([](GradientContext& c) {
            require_unused(c, 3);
            auto o = c.options<RecurrentOptions>();
            Value output = c.output(0), gates = c.output(3), cells = c.output(4), lengths = c.input(4);
            auto [input, hidden, cell] =
                lstm_backward({.grad = c.grad(0),
                               .hidden_grad = c.grad(1),
                               .cell_grad = c.grad(2),
                               .gates = gates,
                               .cells = cells,
                               .previous_cells = states_before(cells, c.input(3), lengths, o.reverse),
                               .weight = c.input(1),
                               .lengths = lengths},
                              o);
            c.set(0, input);
            if (c.wants(1))
              c.set(1,
                    recurrent_weight_gradient(input, states_before(output, c.input(2), lengths, o.reverse)));
            c.set(2, hidden);
            c.set(3, cell);
          });
  return op;
}

Lstm lstm(Value input, Value weight, Value hidden, Value cell, Value lengths, RecurrentOptions options,
          Location at) {
  auto outputs =
      input.graph().append(lstm_op(),
                           {input, weight, state_or_zeros(hidden, input, weight, at),
                            state_or_zeros(cell, input, weight, at), lengths_or_all(lengths, input, at)},
                           Attributes::of(options), at);
  return {outputs[0], outputs[1], outputs[2], outputs[3], outputs[4]};
}

}  // namespace percept
