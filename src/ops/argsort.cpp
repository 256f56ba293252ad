// src/ops/argsort.cpp - the positions of the elements in their order along an axis; equal ones stay in order,
// NaN is the largest.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& argsort_op() {
  static const OpDef op =
      OpDef("argsort")
          .doc("The positions that put an axis in order.", R"(x_{y_0} \le x_{y_1} \le \dots)")
          .input("x")
          .output("y")
          .options<SortOptions>()
          .shape_rule([](ShapeContext& c) {
            c.axis(0, c.options<SortOptions>().axis);
            if (c.require_number(0)) c.output(DType::i64, c.shape(0));
          })
          .no_gradient("positions are whole numbers");
  return op;
}

Value argsort(Value x, SortOptions options, Location at) {
  return emit(argsort_op(), {x}, Attributes::of(options), at);
}

Sorted sort(Value x, SortOptions options, Location at) {
  Value positions = argsort(x, options, at);
  return {gather(x, positions, options.axis, at), positions};
}

Sorted top_k(Value x, std::int64_t k, SortOptions options, Location at) {
  Value positions = slice(argsort(x, options, at), {.axis = options.axis, .end = k}, at);
  if (k < 0 || positions.shape()[int(options.axis)] != k)
    throw Error(Problem("ops.top_k", {{"k", k}, {"size", x.shape()[int(options.axis)]}})
                    .about("top_k")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  return {gather(x, positions, options.axis, at), positions};
}

}  // namespace percept
