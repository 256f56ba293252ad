// src/ops/atan2.cpp - y = the angle of the point (b, a), in (-pi, pi]; dy/da = b / (a^2 + b^2), dy/db = -a /
// (a^2 + b^2).
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& atan2_op() {
  static const OpDef op = OpDef("atan2")
                              .doc("The angle of a point, from the height a and the width b.",
                                   R"(y = \operatorname{atan2}(a, b))")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                c.require_float(0);
                                same_types(c);
                              })
                              .gradient_rule([](GradientContext& c) {
                                Value a = c.input(0), b = c.input(1), slope = c.grad() / (a * a + b * b);
                                c.set(0, slope * b);
                                c.set(1, slope * -a);
                              });
  return op;
}

Value atan2(Value a, Value b, Location at) { return emit_broadcast(atan2_op(), {a, b}, at); }

}  // namespace percept
