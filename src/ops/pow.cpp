// src/ops/pow.cpp - y = a^b; dy/da = b a^(b - 1), nothing where b = 0; dy/db = y ln a, nothing where a = 0.
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& pow_op() {
  static const OpDef op = OpDef("pow")
                              .doc("A power.", R"(y = a^{b})")
                              .input("a")
                              .input("b")
                              .output("y")
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                c.require_float(0);
                                same_types(c);
                              })
                              .gradient_rule([](GradientContext& c) {
                                Value a = c.input(0), b = c.input(1), zero = number_like(a, 0);
                                c.set(0, where(equal(b, zero), zero, c.grad() * (b * pow(a, b - 1.0))));
                                c.set(1, where(equal(a, zero), zero, c.grad() * (c.output() * log(a))));
                              });
  return op;
}

Value pow(Value a, Value b, Location at) { return emit_broadcast(pow_op(), {a, b}, at); }

Value pow(Value a, double b, Location at) {
  if (b == 2) return mul(a, a, at);
  if (b == 0.5) return sqrt(a, at);
  return pow(a, number_like(a, b), at);
}

}  // namespace percept
