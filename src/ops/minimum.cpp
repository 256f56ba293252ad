// src/ops/minimum.cpp - y = the smaller of a and b; the gradient goes to it, half to each where they are
// equal.
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& minimum_op() {
  static const OpDef op = OpDef("minimum")
                              .doc("The smaller of two numbers; NaN where one is.", R"(y = \min(a, b))")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_types)
                              .gradient_rule([](GradientContext& c) {
                                Value a = c.input(0), b = c.input(1),
                                      half = 0.5 * cast(equal(a, b), a.dtype());
                                Value first = half + cast(less(a, b), a.dtype());
                                c.set(0, c.grad() * first);
                                c.set(1, c.grad() * (1.0 - first));
                              });
  return op;
}

Value minimum(Value a, Value b, Location at) { return emit_broadcast(minimum_op(), {a, b}, at); }

}  // namespace percept
