// src/ops/reduce_sum.cpp - y = sum of x over the axes; the gradient is repeated over them.
#include <algorithm>

#include "percept/ops/elementwise.hpp"
#include "reduction_rules.hpp"

namespace percept {

const OpDef& reduce_sum_op() {
  static const OpDef op = OpDef("reduce_sum")
                              .doc("The sum over some axes.", R"(y = \sum_{i \in \mathrm{axes}} x_i)")
                              .input("x")
                              .output("y")
                              .options<ReduceOptions>()
                              .shape_rule(reduced)
                              .gradient_rule([](GradientContext& c) { c.set(0, spread(c, c.grad())); });
  return op;
}

Value reduce_sum(Value x, ReduceOptions options, Location at) {
  return emit_reduction(reduce_sum_op(), x, std::move(options), at);
}

Value reduce_mean(Value x, ReduceOptions options, Location at) {
  Value sum = reduce_sum(x, options, at);
  double folded = double(x.shape().elements()) / double(std::max<std::int64_t>(sum.shape().elements(), 1));
  return div(sum, number_like(sum, std::max(folded, 1.0)), at);  // 1 / n would be rounded
}

}  // namespace percept
