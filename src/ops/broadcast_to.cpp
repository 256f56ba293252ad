// src/ops/broadcast_to.cpp - x repeated along axes of size 1; the gradient is the sum over the repeats.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& broadcast_to_op() {
  static const OpDef op =
      OpDef("broadcast_to")
          .doc("Repeats x along axes where its size is 1 or that it lacks in front.", R"(y_{i j} = x_{j})")
          .input("x")
          .output("y")
          .options<BroadcastOptions>()
          .shape_rule([](ShapeContext& c) {
            const Shape& from = c.shape(0);
            Shape to = c.options<BroadcastOptions>().shape;
            bool fits = from.rank() <= to.rank();
            for (int i = 1; fits && i <= from.rank(); ++i) fits = from[-i] == to[-i] || from[-i] == 1;
            c.require(fits, "ops.broadcast_to", {{"from", to_string(from)}, {"to", to_string(to)}});
            c.hint("ops.broadcast.hint");
            c.output(c.dtype(0), std::move(to));
          })
          .gradient_rule([](GradientContext& c) {
            const Shape& from = c.input(0).shape();
            const Shape& to = c.output().shape();
            std::vector<std::int64_t> repeated;
            int missing = to.rank() - from.rank();
            for (int i = 0; i < to.rank(); ++i)
              if (i < missing || from[i - missing] != to[i]) repeated.push_back(i);
            c.set(0, reshape(reduce_sum(c.grad(), {.axes = repeated, .keep = true}), from));
          });
  return op;
}

Value broadcast_to(Value x, Shape shape, Location at) {
  if (x.shape() == shape) return x;
  return emit(broadcast_to_op(), {x}, Attributes::of(BroadcastOptions{std::move(shape)}), at);
}

}  // namespace percept
