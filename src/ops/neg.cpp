// src/ops/neg.cpp - y = -x.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& neg_op() {
  static const OpDef op = OpDef("neg")
                              .doc("Changes the sign.", R"(y = -x)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .gradient_rule([](GradientContext& c) { c.set(0, -c.grad()); });
  return op;
}

Value neg(Value x, Location at) { return emit(neg_op(), {x}, {}, at); }

}  // namespace percept
