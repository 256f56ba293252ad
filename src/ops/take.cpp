// src/ops/take.cpp - y[a, i, b] = x[a, indices[i], b]; the gradient is added up at the indices.
#include "indexing_rules.hpp"

namespace percept {

const OpDef& take_op() {
  static const OpDef op =
      OpDef("take")
          .doc("Takes the slices that indices name along an axis.", R"(y_{a i b} = x_{a\,k_i\,b})")
          .input("x")
          .input("indices")
          .output("y")
          .options<TakeOptions>()
          .shape_rule([](ShapeContext& c) {
            int axis = c.axis(0, c.options<TakeOptions>().axis);
            require_indices(c);
            std::vector<std::int64_t> dims = c.shape(0).dims();
            dims.erase(dims.begin() + axis);
            dims.insert(dims.begin() + axis, c.shape(1).begin(), c.shape(1).end());
            c.output(c.dtype(0), Shape(std::move(dims)));
          })
          .gradient_rule([](GradientContext& c) {
            auto axis = c.options<TakeOptions>().axis;
            c.set(0,
                  take_backward(c.grad(), c.input(1), {.axis = axis, .size = c.input(0).shape()[int(axis)]}));
          });
  return op;
}

Value take(Value x, Value indices, std::int64_t axis, Location at) {
  int rank = x.shape().rank();
  return emit(take_op(), {x, indices},
              Attributes::of(TakeOptions{axis < 0 && axis >= -rank ? axis + rank : axis}), at);
}

}  // namespace percept
