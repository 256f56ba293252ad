// src/ops/sign.cpp - y = 1, 0 or -1; flat between its steps.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& sign_op() {
  static const OpDef op = OpDef("sign")
                              .doc("The sign: 1, 0 or -1.", R"(y = [\,x > 0\,] - [\,x < 0\,])")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_number)
                              .flat_input("x")
                              .gradient_rule(no_slope);
  return op;
}

Value sign(Value x, Location at) { return emit(sign_op(), {x}, {}, at); }

}  // namespace percept
