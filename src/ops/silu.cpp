// src/ops/silu.cpp - y = x sigmoid(x), also called swish. Ramachandran et al. 2017.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& silu_op() {
  static const OpDef op = OpDef("silu")
                              .doc("Weighs a number by its sigmoid.", R"(y = \frac{x}{1 + e^{-x}})")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
                                Value x = inputs[0];
                                return std::vector<Value>{x * sigmoid(x)};
                              });
  return op;
}

Value silu(Value x, Location at) { return emit(silu_op(), {x}, {}, at); }

}  // namespace percept
