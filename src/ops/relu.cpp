// src/ops/relu.cpp - y = max(x, 0); dy/dx = 1 where y > 0, else 0.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& relu_op() {
  static const OpDef op =
      OpDef("relu")
          .doc("Keeps what is positive.", R"(y = \max(x, 0))")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) { c.set(0, relu_backward(c.grad(), c.output())); });
  return op;
}

Value relu(Value x, Location at) { return emit(relu_op(), {x}, {}, at); }

}  // namespace percept
