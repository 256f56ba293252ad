// src/ops/reduce_max.cpp - y = the largest x over the axes; the gradient goes to it, in equal parts where
// there are several.
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"
#include "reduction_rules.hpp"

namespace percept {

const OpDef& reduce_max_op() {
  static const OpDef op =
      OpDef("reduce_max")
          .doc("The largest element over some axes; NaN where one is.",
               R"(y = \max_{i \in \mathrm{axes}} x_i)")
          .input("x")
          .output("y")
          .options<ReduceOptions>()
          .shape_rule([](ShapeContext& c) {
            for (std::int64_t axis : c.options<ReduceOptions>().axes)
              c.require(c.shape(0)[int(axis)] > 0, "ops.argmax.empty");
            reduced(c);
          })
          .gradient_rule([](GradientContext& c) {
            Value x = c.input(0), largest = cast(equal(x, spread(c, c.output())), x.dtype());
            Value count = reduce_sum(largest, {.axes = c.options<ReduceOptions>().axes, .keep = true});
            c.set(0, spread(c, c.grad()) * largest / count);
          });
  return op;
}

Value reduce_max(Value x, ReduceOptions options, Location at) {
  return emit_reduction(reduce_max_op(), x, std::move(options), at);
}

Value reduce_min(Value x, ReduceOptions options, Location at) {
  return neg(reduce_max(neg(x, at), std::move(options), at), at);
}

Value logsumexp(Value x, ReduceOptions options, Location at) {
  ReduceOptions keep{options.axes, true};
  Value top = reduce_max(x, keep, at);
  Value sum = log(reduce_sum(exp(x - top), options, at), at);
  return sum + reshape(top, sum.shape(), at);
}

Value variance(Value x, ReduceOptions options, std::int64_t correction, Location at) {
  Value off = sub(x, reduce_mean(x, {options.axes, true}, at), at);
  Value sum = reduce_sum(off * off, options, at);
  double folded = double(x.shape().elements()) / double(std::max<std::int64_t>(sum.shape().elements(), 1));
  return mul(sum, number_like(sum, 1.0 / std::max(folded - double(correction), 0.0)), at);
}

}  // namespace percept
