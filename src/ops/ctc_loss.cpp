// src/ops/ctc_loss.cpp - y_n = -ln sum over the alignments a of l_n of prod_t p_t(a_t), by the forward
// recursion over l_n with blanks between, before and behind.
#include "ctc_rules.hpp"

namespace percept {

const OpDef& ctc_loss_op() {
  static const OpDef op =
      OpDef("ctc_loss")
          .doc("How unlikely it is that a sequence of scores spells a shorter one, over all alignments.",
               R"(y_n = -\ln \sum_{a:\, B(a) = l_n} \prod_t p_{t n a_t})")
          .input("log_probabilities", "T N C")
          .input("targets", "N S")
          .input("input_lengths", "N")
          .input("target_lengths", "N")
          .output("y", "N")
          .options<CtcLossOptions>()
          .flat_input("targets")
          .flat_input("input_lengths")
          .flat_input("target_lengths")
          .shape_rule([](ShapeContext& c) {
            if (require_ctc(c, 0)) c.output(c.dtype(0), {c.shape(0)[1]});
          })
          .gradient_rule([](GradientContext& c) {
            c.set(0, ctc_loss_backward(c.grad(), c.input(0), c.input(1), c.input(2), c.input(3),
                                       c.options<CtcLossOptions>()));
          });
  return op;
}

Value ctc_loss(Value log_probabilities, Value targets, Value input_lengths, Value target_lengths,
               CtcLossOptions options, Location at) {
  return emit(ctc_loss_op(), {log_probabilities, targets, input_lengths, target_lengths},
              Attributes::of(options), at);
}

}  // namespace percept
