// Connectionist temporal classification: the op, and PyTorch's reductions.
#include "percept/ops/ctc.hpp"
#include "losses/loss_inputs.hpp"

namespace percept::nn {

Value ctc_loss(Value log_probabilities, Value targets, Value input_lengths, Value target_lengths,
               CtcOptions options, Location at) {
  Value loss = percept::ctc_loss(log_probabilities, targets, input_lengths, target_lengths,
                                 {.blank = options.blank, .zero_infinity = options.zero_infinity}, at);
  Graph::Scope scope(log_probabilities.graph(), "ctc_loss");
  if (options.reduction == Reduction::mean) {
    Value length = cast(target_lengths, loss.dtype(), at);
    loss = div(loss, maximum(length, number(length, 1), at), at);
  }
  return reduced(loss, options.reduction, at);
}

}  // namespace percept::nn
