// src/ops/softsign.cpp - y = x / (1 + |x|).
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& softsign_op() {
  static const OpDef op = OpDef("softsign")
                              .doc("Squeezes a number into (-1, 1), slowly.", R"(y = \frac{x}{1 + |x|})")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
                                Value x = inputs[0];
                                return std::vector<Value>{x / (abs(x) + 1.0)};
                              });
  return op;
}

Value softsign(Value x, Location at) { return emit(softsign_op(), {x}, {}, at); }

}  // namespace percept
