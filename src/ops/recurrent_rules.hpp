// What the recurrent ops and their gradients have in common.
#pragma once

#include "percept/ops/recurrent.hpp"
#include "rules.hpp"

namespace percept {

/// The sizes of a recurrent op: steps, sequences, size of the state.
struct RecurrentSizes {
  std::int64_t steps, batch, hidden;
  Shape of_steps(std::int64_t gates = 1) const { return {steps, batch, gates * hidden}; }
  Shape of_state() const { return {batch, hidden}; }
};

/// Says what is wrong with input 0, [T, N, gates H], and the weight, [gates H, H], at input `weight`; none
/// where anything is. `input_gates`: how many of H input 0 holds.
std::optional<RecurrentSizes> require_recurrent(ShapeContext& c, int gates, int weight, int input_gates);
/// That an input, called `part`, is of input 0's type and of that shape.
void require_part(ShapeContext& c, int input, const char* part, const Shape& shape);
/// That the last input is i64 [N].
void require_lengths(ShapeContext& c, int input, const RecurrentSizes& sizes);

/// Zeros [N, H] where no first state is given; the number of steps for all where no lengths are.
Value state_or_zeros(Value state, Value input, Value weight, Location at);
Value lengths_or_all(Value lengths, Value input, Location at);

/// The states [T, N, H] that the steps began with, of those that they ended with: one step later in the order
/// of reading, `first` before the first. Behind a sequence's end it holds anything finite.
Value states_before(Value states, Value first, Value lengths, bool reverse);
/// dL/dW of a product W h_{t-1} at every step: the sum over steps and sequences of grad h_{t-1}^T.
Value recurrent_weight_gradient(Value grad, Value previous);

/// Throws where the loss depends on an output, `first` or later, that is there to look at.
void require_unused(const GradientContext& c, int first);

inline constexpr const char* kBackwardHasNoGradient =
    "backpropagation through time is not differentiated a second time";

}  // namespace percept
