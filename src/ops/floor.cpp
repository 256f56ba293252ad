// src/ops/floor.cpp - y = the largest whole number that is not above x; flat between its steps.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& floor_op() {
  static const OpDef op = OpDef("floor")
                              .doc("Rounds down to a whole number.", R"(y = \lfloor x \rfloor)")
                              .input("x")
                              .output("y")
                              .elementwise_op()
                              .shape_rule(same_as_input)
                              .flat_input("x")
                              .gradient_rule(no_slope);
  return op;
}

Value floor(Value x, Location at) { return emit(floor_op(), {x}, {}, at); }

}  // namespace percept
