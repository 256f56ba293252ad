// src/ops/lstm_backward.cpp - backpropagation through time: dh = g_t + W^T d_{t+1}, dc = dc_{t+1} f_{t+1} +
// dh o (1 - tanh^2 c_t), and d_t the gradients of the four gates before their nonlinearity.
#include "recurrent_rules.hpp"

namespace percept {

const OpDef& lstm_backward_op() {
  static const OpDef op =
      OpDef("lstm_backward")
          .doc("The gradients of an lstm's input and first states.",
               R"(\bar h_t = g_t + W^T \delta_{t+1},\ )"
               R"(\bar c_t = \bar c_{t+1} f_{t+1} + \bar h_t o_t (1 - \tanh^2 c_t),\ )"
               R"(\delta_t = (\bar c_t g \sigma'_i,\ \bar c_t c_{t-1} \sigma'_f,\ \bar c_t i (1 - g^2),\ )"
               R"(\bar h_t \tanh c_t\, \sigma'_o))")
          .input("grad", "time batch hidden")
          .input("hidden_grad", "batch hidden")
          .input("cell_grad", "batch hidden")
          .input("gates", "time batch gates")
          .input("cells", "time batch hidden")
          .input("previous_cells", "time batch hidden")
          .input("weight", "gates hidden")
          .input("lengths", "batch")
          .output("input_grad", "time batch gates")
          .output("first_hidden_grad", "batch hidden")
          .output("first_cell_grad", "batch hidden")
          .options<RecurrentOptions>()
          .shape_rule([](ShapeContext& c) {
            std::optional<RecurrentSizes> sizes = require_recurrent(c, 4, 6, 1);
            if (!sizes) return;
            require_part(c, 1, "hidden_grad", sizes->of_state());
            require_part(c, 2, "cell_grad", sizes->of_state());
            require_part(c, 3, "gates", sizes->of_steps(4));
            require_part(c, 4, "cells", sizes->of_steps());
            require_part(c, 5, "previous_cells", sizes->of_steps());
            require_lengths(c, 7, *sizes);
            c.output(c.dtype(0), sizes->of_steps(4));
            c.output(c.dtype(0), sizes->of_state());
            c.output(c.dtype(0), sizes->of_state());
          })
          .no_gradient(kBackwardHasNoGradient);
  return op;
}

LstmGradients lstm_backward(LstmBackwardInputs in, RecurrentOptions options, Location at) {
  auto outputs = in.grad.graph().append(
      lstm_backward_op(),
      {in.grad, in.hidden_grad, in.cell_grad, in.gates, in.cells, in.previous_cells, in.weight, in.lengths},
      Attributes::of(options), at);
  return {outputs[0], outputs[1], outputs[2]};
}

}  // namespace percept
