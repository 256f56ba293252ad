// Connectionist temporal classification: the probability that a sequence of scores spells a shorter one.
// Graves et al. 2006.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct CtcLossOptions {
  std::int64_t blank = 0;
  bool zero_infinity = false;
  template <class V>
  void fields(V& v) {
    v("blank", blank, "the class that spells nothing");
    v("zero_infinity", zero_infinity, "0 instead of infinity where no alignment is possible");
  }
};
/// y[n] = -ln of the summed probability of all alignments of targets[n] with log_probabilities[:, n]: each
/// time step spells one class; repeats are then merged and blanks dropped. log_probabilities [T, N, C];
/// targets, whole numbers [N, S], neither blank nor outside [0, C); the lengths, whole numbers [N], say how
/// much of T and S counts.
Value ctc_loss(Value log_probabilities, Value targets, Value input_lengths, Value target_lengths,
               CtcLossOptions options = {}, Location at = Location::current());
/// dL/d log_probabilities from dL/dy. It has no gradient itself. (PyTorch's adds the derivative of
/// log_softmax; behind a log_softmax both are the same.)
Value ctc_loss_backward(Value grad, Value log_probabilities, Value targets, Value input_lengths,
                        Value target_lengths, CtcLossOptions options = {}, Location at = Location::current());

}  // namespace percept
