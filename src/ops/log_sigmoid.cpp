// src/ops/log_sigmoid.cpp - y = ln sigmoid(x) = -softplus(-x).
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& log_sigmoid_op() {
  static const OpDef op =
      OpDef("log_sigmoid")
          .doc("The logarithm of the sigmoid, which cannot overflow.", R"(y = -\ln(1 + e^{-x}))")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
            Value x = inputs[0];
            return std::vector<Value>{-softplus(-x)};
          });
  return op;
}

Value log_sigmoid(Value x, Location at) { return emit(log_sigmoid_op(), {x}, {}, at); }

}  // namespace percept
