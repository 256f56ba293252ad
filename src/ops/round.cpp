// src/ops/round.cpp - y = the nearest whole number, the even one of two; flat between its steps.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& round_op() {
  static const OpDef op =
      OpDef("round")
          .doc("Rounds to the nearest whole number, halves to the even one.", R"(y = \lfloor x \rceil)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .flat_input("x")
          .gradient_rule(no_slope);
  return op;
}

Value round(Value x, Location at) { return emit(round_op(), {x}, {}, at); }

}  // namespace percept
