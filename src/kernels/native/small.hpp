// A run of small nodes as one flat list of operations. Each is a call through a pointer on memory that was
// settled when the list was written: no choice is left to a run.
//
// A value is held in one or more of three forms, all in whole vectors of kLane floats:
//   flat    row-major, as tensors are: parameters and their gradients
//   lanes   [N, C] as C rows of N numbers, each filled up to whole vectors: samples lie side by side, so that
//           a layer multiplies vectors of samples by single weights
//   scalar  one number, repeated over a vector: values of one element, and what repeats them over a shape
// What stands in the places filled up means nothing: sums leave it out.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "expression.hpp"

namespace percept::native {

constexpr std::int64_t kLane = 16;  // floats: the widest vector
constexpr std::int64_t filled_up(std::int64_t n) { return (n + kLane - 1) / kLane * kLane; }

/// What an operation reads and writes; each function says what it makes of it.
struct SmallOp {
  void (*run)(const SmallOp&) = nullptr;
  const float *a = nullptr, *b = nullptr, *c = nullptr;
  float* y = nullptr;
  std::int32_t n = 0, rows = 1, columns = 1;
  std::int32_t row = 0;              // floats from one row to the next
  std::int32_t step[3] = {0, 0, 0};  // from one element of an operand to the next
};

enum class SmallFunction {
  product,      // y[j] = c[j] + sum over k of a[k] * b[j * step 0 + k * step 1]: rows of samples j, k
  contract,     // y[j * columns + k] = sum over the samples of a[j] * b[k]
  sum_rows,     // y[j] = sum over the samples of a[j]
  sum_columns,  // the row y = sum over j of the rows a[j]
  sum_all,      // the scalar y = sum over the samples of all rows a[j]
  copy,         // n floats
  repeat,       // the one number a, n times
  repeat_rows,  // the row a, `rows` times
  spread,       // the row y[j] = the number a[j]
  to_lanes,     // from flat
  from_lanes    // to flat
};
using SmallRun = void (*)(const SmallOp&);
SmallRun run_of(SmallFunction function);
/// y[i] = the op of a[i * step 0], b[i * step 1], c[i * step 2] for i < n, a whole number of vectors.
SmallRun run_of(ElementOp op);

/// The list for the body of a fused node. Inputs are read before the first output is written.
struct SmallProgram {
  struct Outside {
    std::size_t op;
    int index;
  };
  std::vector<SmallOp> ops;
  std::vector<Outside> inputs, outputs;  // operations that read, or write, memory outside
  std::deque<Buffer> memory;
};

/// Whether the node can be in such a list, and is small enough to be better off there.
bool is_small(const Node& node);
/// Requires that every node of the body is small.
SmallProgram small_program(const Graph& body);

}  // namespace percept::native
