// An elementwise node, or the body of a fused one, as straight-line code over blocks of elements.
#pragma once

#include <optional>
#include <vector>

#include "percept/kernels/kernel.hpp"

namespace percept::native {

enum class ElementOp {
#define PERCEPT_ELEMENT(op) op##_,
#include "element_ops.def"
#undef PERCEPT_ELEMENT
};

struct Instruction {
  ElementOp op;
  int a, b, c;  // operands; -1 where the op takes fewer
  int result;   // operand
};

/// Operands are numbered: first the node's inputs, then constants, then results of instructions. Bools are
/// computed with as 0 and 1; in memory they are bytes.
struct Expression {
  std::vector<bool> input_is_scalar, input_is_bool, output_is_bool;
  std::vector<float> constants;
  std::vector<Instruction> code;
  std::vector<int> outputs;  // operand of each output
  int operands = 0;

  /// Whether zeros in every full-size input give zeros in every output: then the zeros that pad a blocked
  /// layout stay zeros.
  bool keeps_zero() const;
};

/// Empty, with the reason in `why`, where the node is none of these ops on f32 and bool.
std::optional<Expression> expression_of(const Node& node, Message& why);

}  // namespace percept::native
