// src/ops/relu6.cpp - y = x held between 0 and 6.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& relu6_op() {
  static const OpDef op = OpDef("relu6")
                              .doc("A relu that ends at 6.", R"(y = \min(\max(x, 0), 6))")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
                                Value x = inputs[0];
                                return std::vector<Value>{held_between(x, 0, 6)};
                              });
  return op;
}

Value relu6(Value x, Location at) { return emit(relu6_op(), {x}, {}, at); }

}  // namespace percept
