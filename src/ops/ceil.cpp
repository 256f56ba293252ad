// src/ops/ceil.cpp - y = the smallest whole number that is not below x; flat between its steps.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& ceil_op() {
  static const OpDef op = OpDef("ceil")
                              .doc("Rounds up to a whole number.", R"(y = \lceil x \rceil)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .flat_input("x")
                              .gradient_rule(no_slope);
  return op;
}

Value ceil(Value x, Location at) { return emit(ceil_op(), {x}, {}, at); }

}  // namespace percept
