// src/ops/tanh_shrink.cpp - y = x - tanh x.
#include "percept/ops/activation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& tanh_shrink_op() {
  static const OpDef op = OpDef("tanh_shrink")
                              .doc("What tanh takes away.", R"(y = x - \tanh x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .expand_rule([](const std::vector<Value>& inputs, const Attributes&) {
                                Value x = inputs[0];
                                return std::vector<Value>{x - tanh(x)};
                              });
  return op;
}

Value tanh_shrink(Value x, Location at) { return emit(tanh_shrink_op(), {x}, {}, at); }

}  // namespace percept
