// src/ops/gru_backward.cpp - backpropagation through time: dh = g_t + z dh_{t+1} + U_r^T d_r + U_z^T d_z +
// U_n^T (d_n r), and d the gradients of the three gates before their nonlinearity.
#include "recurrent_rules.hpp"

namespace percept {

const OpDef& gru_backward_op() {
  static const OpDef op =
      OpDef("gru_backward")
          .doc("The gradients of a gru's input and first state.",
               R"(\delta_n = \bar h_t (1 - z)(1 - n^2),\ \delta_z = \bar h_t (h_{t-1} - n) z (1 - z),\ )"
               R"(\delta_r = \delta_n (U_n h_{t-1} + b_n) r (1 - r),\ )"
               R"(\bar h_{t-1} = g_{t-1} + z \bar h_t + U^T (\delta_r, \delta_z, r \delta_n))")
          .input("grad", "time batch hidden")
          .input("hidden_grad", "batch hidden")
          .input("gates", "time batch gates")
          .input("recalled", "time batch hidden")
          .input("previous", "time batch hidden")
          .input("weight", "gates hidden")
          .input("lengths", "batch")
          .output("input_grad", "time batch gates")
          .output("first_hidden_grad", "batch hidden")
          .options<RecurrentOptions>()
          .shape_rule([](ShapeContext& c) {
            std::optional<RecurrentSizes> sizes = require_recurrent(c, 3, 5, 1);
            if (!sizes) return;
            require_part(c, 1, "hidden_grad", sizes->of_state());
            require_part(c, 2, "gates", sizes->of_steps(3));
            require_part(c, 3, "recalled", sizes->of_steps());
            require_part(c, 4, "previous", sizes->of_steps());
            require_lengths(c, 6, *sizes);
            c.output(c.dtype(0), sizes->of_steps(3));
            c.output(c.dtype(0), sizes->of_state());
          })
          .no_gradient(kBackwardHasNoGradient);
  return op;
}

GruGradients gru_backward(GruBackwardInputs in, RecurrentOptions options, Location at) {
  auto outputs = in.grad.graph().append(
      gru_backward_op(), {in.grad, in.hidden_grad, in.gates, in.recalled, in.previous, in.weight, in.lengths},
      Attributes::of(options), at);
  return {outputs[0], outputs[1]};
}

}  // namespace percept
