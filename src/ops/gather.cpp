// src/ops/gather.cpp - y[a, j, b] = x[a, indices[a, j, b], b]; the gradient is added up at the indices.
#include "indexing_rules.hpp"

namespace percept {

const OpDef& gather_op() {
  static const OpDef op =
      OpDef("gather")
          .doc("Takes for every element the one that its index names along an axis.",
               R"(y_{a j b} = x_{a\,k_{ajb}\,b})")
          .input("x")
          .input("indices")
          .output("y")
          .options<TakeOptions>()
          .shape_rule([](ShapeContext& c) {
            int axis = c.axis(0, c.options<TakeOptions>().axis);
            require_indices(c);
            bool fits = c.shape(0).rank() == c.shape(1).rank();
            for (int a = 0; fits && a < c.shape(0).rank(); ++a)
              fits = a == axis || c.shape(0)[a] == c.shape(1)[a];
            c.require(fits, "ops.gather.shape", {{"axis", axis}});
            c.output(c.dtype(0), c.shape(1));
          })
          .gradient_rule([](GradientContext& c) {
            auto axis = c.options<TakeOptions>().axis;
            c.set(0, gather_backward(c.grad(), c.input(1),
                                     {.axis = axis, .size = c.input(0).shape()[int(axis)]}));
          });
  return op;
}

Value gather(Value x, Value indices, std::int64_t axis, Location at) {
  int rank = x.shape().rank();
  return emit(gather_op(), {x, indices},
              Attributes::of(TakeOptions{axis < 0 && axis >= -rank ? axis + rank : axis}), at);
}

}  // namespace percept
