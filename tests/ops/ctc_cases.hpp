// Batches for the CTC loss and its gradient.
#pragma once

#include "ops/op_case.hpp"

namespace percept::proof {

inline InputSpec whole(Shape shape, std::vector<double> values, DType dtype = DType::i64) {
  return given(std::move(shape), std::move(values), dtype);
}

/// targets, input_lengths, target_lengths: with a repeated target, a short input, an empty target, and one
/// that just fits (a a b in 4 steps).
inline std::vector<InputSpec> ctc_batch(DType dtype = DType::i64) {
  return {whole({4, 3}, {1, 2, 3, 2, 2, 0, 0, 0, 0, 1, 1, 3}, dtype), whole({4}, {7, 5, 6, 4}, dtype),
          whole({4}, {3, 2, 0, 3}, dtype)};
}

}  // namespace percept::proof
