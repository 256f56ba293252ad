// src/ops/cumsum.cpp - y_j = the sum of x_i for i <= j along an axis; the gradient is summed from the other
// end.
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& cumsum_op() {
  static const OpDef op =
      OpDef("cumsum")
          .doc("The sums of the elements so far along an axis.", R"(y_j = \sum_{i \le j} x_i)")
          .input("x")
          .output("y")
          .options<CumsumOptions>()
          .shape_rule([](ShapeContext& c) {
            c.axis(0, c.options<CumsumOptions>().axis);
            same_as_input(c);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<CumsumOptions>();
            o.reverse = !o.reverse;
            c.set(0, cumsum(c.grad(), o));
          });
  return op;
}

Value cumsum(Value x, CumsumOptions options, Location at) {
  return emit(cumsum_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
