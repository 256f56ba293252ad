// Checks of what conv1d, conv3d and the transposed convolutions are given.
#pragma once

#include "rules.hpp"

namespace percept {

[[noreturn]] inline void refuse_volume(const char* op, Value input, Value weight, Problem problem,
                                       Location at) {
  throw Error(std::move(problem)
                  .about(op)
                  .operand({"input", input.name(), to_string(input.type())})
                  .operand({"weight", weight.name(), to_string(weight.type())})
                  .at(at));
}

/// Both have `places` axes behind batch and channels.
inline void require_volume(const char* op, Value input, Value weight, int places, Location at) {
  if (input.shape().rank() != places + 2 || weight.shape().rank() != places + 2)
    refuse_volume(op, input, weight, Problem("ops.conv.rank", {{"rank", places + 2}}), at);
}

}  // namespace percept
