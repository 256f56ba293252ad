// src/ops/argmax.cpp - the position of the largest element along an axis, the first of equal ones.
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& argmax_op() {
  static const OpDef op =
      OpDef("argmax")
          .doc("The position of the largest element along an axis.", R"(y = \arg\max_i x_i)")
          .input("x")
          .output("y")
          .options<ArgmaxOptions>()
          .shape_rule([](ShapeContext& c) {
            int axis = c.axis(0, c.options<ArgmaxOptions>().axis);
            c.require_float(0);
            c.require(c.shape(0)[axis] > 0, "ops.argmax.empty");
            std::vector<std::int64_t> dims = c.shape(0).dims();
            dims.erase(dims.begin() + axis);
            c.output(DType::i64, Shape(std::move(dims)));
          })
          .no_gradient("a position is a whole number");
  return op;
}

Value argmax(Value x, ArgmaxOptions options, Location at) {
  return emit(argmax_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
