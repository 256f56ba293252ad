// src/ops/div.cpp - y = a / b; dy/da = 1 / b, dy/db = -y / b.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& div_op() {
  static const OpDef op = OpDef("div")
                              .doc("Divides element by element.", R"(y = a / b)")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_types)
                              .gradient_rule([](GradientContext& c) {
                                Value over_b = c.grad() / c.input(1);
                                c.set(0, over_b);
                                if (c.wants(1)) c.set(1, -(over_b * c.output()));
                              });
  return op;
}

Value div(Value a, Value b, Location at) { return emit_broadcast(div_op(), {a, b}, at); }

}  // namespace percept
