// src/ops/ctc_loss_backward.cpp - dL/dln p[t,n,c] = -g_n times the probability that an alignment of l_n
// spells c at time t.
#include "ctc_rules.hpp"

namespace percept {

const OpDef& ctc_loss_backward_op() {
  static const OpDef op =
      OpDef("ctc_loss_backward")
          .doc("The gradient of the CTC loss by its logarithms of probabilities.",
               R"(\bar x_{tnc} = -g_n e^{y_n} \sum_{a:\, B(a) = l_n,\, a_t = c}\, \prod_u p_{u n a_u})")
          .input("grad", "N")
          .input("log_probabilities", "T N C")
          .input("targets", "N S")
          .input("input_lengths", "N")
          .input("target_lengths", "N")
          .output("input_grad", "T N C")
          .options<CtcLossOptions>()
          .shape_rule([](ShapeContext& c) {
            if (!require_ctc(c, 1) || !c.require_same_dtype(0, 1)) return;
            c.require_same_shape(0, 3);
            c.output(c.type(1));
          })
          .no_gradient("the second derivative of the CTC loss is not implemented");
  return op;
}

Value ctc_loss_backward(Value grad, Value log_probabilities, Value targets, Value input_lengths,
                        Value target_lengths, CtcLossOptions options, Location at) {
  return emit(ctc_loss_backward_op(), {grad, log_probabilities, targets, input_lengths, target_lengths},
              Attributes::of(options), at);
}

}  // namespace percept
