// An elementwise node, or the body of a fused one, as straight-line code over blocks of elements.
#pragma once

#include <optional>
#include <vector>

#include "percept/kernels/kernel.hpp"

namespace percept::native {

enum class ElementOp { add, sub, mul, div, neg, exp, log, relu, relu_backward, sigmoid, tanh };

struct Instruction {
  ElementOp op;
  int a, b;    // operands; b is -1 for unary ops
  int result;  // operand
};

/// Operands are numbered: first the node's inputs, then constants, then results of instructions.
struct Expression {
  std::vector<bool> input_is_scalar;
  std::vector<float> constants;
  std::vector<Instruction> code;
  std::vector<int> outputs;  // operand of each output
  int operands = 0;

  /// Whether zeros in every full-size input give zeros in every output: then the zeros that pad a blocked
  /// layout stay zeros.
  bool keeps_zero() const;
};

/// Empty, with the reason in `why`, where the node is none of these ops in f32.
std::optional<Expression> expression_of(const Node& node, Message& why);

}  // namespace percept::native
