// src/ops/relu_backward.cpp - y = grad where output > 0, else 0. In `grad` it is linear; in `output` it is
// flat.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& relu_backward_op() {
  static const OpDef op =
      OpDef("relu_backward")
          .doc("The gradient of relu, given its output.", R"(y = g\,[\,o > 0\,])")
          .input("grad")
          .input("output")
          .output("y")
          .elementwise_op()
          .flat_input("output")
          .shape_rule([](ShapeContext& c) {
            c.require_float(0);
            same_types(c);
          })
          .gradient_rule([](GradientContext& c) { c.set(0, relu_backward(c.grad(), c.input(1))); });
  return op;
}

Value relu_backward(Value grad, Value output, Location at) {
  return emit(relu_backward_op(), {grad, output}, {}, at);
}

}  // namespace percept
