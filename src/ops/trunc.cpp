// src/ops/trunc.cpp - y = x without its fraction; flat between its steps.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& trunc_op() {
  static const OpDef op = OpDef("trunc")
                              .doc("Rounds towards zero.", R"(y = \mathrm{sign}(x) \lfloor |x| \rfloor)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .flat_input("x")
                              .gradient_rule(no_slope);
  return op;
}

Value trunc(Value x, Location at) { return emit(trunc_op(), {x}, {}, at); }

}  // namespace percept
