// src/ops/rnn_backward.cpp - backpropagation through time: d_t = (g_t + W^T d_{t+1}) f'(x_t + W h_{t-1}).
#include "recurrent_rules.hpp"

namespace percept {

const OpDef& rnn_backward_op() {
  static const OpDef op = OpDef("rnn_backward")
                              .doc("The gradients of a recurrent layer's input and first state.",
                                   R"(\delta_t = (g_t + W^T \delta_{t+1})\, f'(x_t + W h_{t-1}))")
                              .input("grad", "time batch hidden")
                              .input("hidden_grad", "batch hidden")
                              .input("output", "time batch hidden")
                              .input("weight", "hidden hidden")
                              .input("lengths", "batch")
                              .output("input_grad", "time batch hidden")
                              .output("first_hidden_grad", "batch hidden")
                              .options<RnnOptions>()
                              .shape_rule([](ShapeContext& c) {
                                std::optional<RecurrentSizes> sizes = require_recurrent(c, 1, 3, 1);
                                if (!sizes) return;
                                require_part(c, 1, "hidden_grad", sizes->of_state());
                                require_part(c, 2, "output", sizes->of_steps());
                                require_lengths(c, 4, *sizes);
                                c.output(c.dtype(0), sizes->of_steps());
                                c.output(c.dtype(0), sizes->of_state());
                              })
                              .no_gradient(kBackwardHasNoGradient);
  return op;
}

RnnGradients rnn_backward(RnnBackwardInputs in, RnnOptions options, Location at) {
  auto outputs =
      in.grad.graph().append(rnn_backward_op(), {in.grad, in.hidden_grad, in.output, in.weight, in.lengths},
                             Attributes::of(options), at);
  return {outputs[0], outputs[1]};
}

}  // namespace percept
