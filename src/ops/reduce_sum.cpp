// src/ops/reduce_sum.cpp - y = sum of x over the axes; the gradient is repeated over them.
#include <algorithm>
#include <numeric>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {
namespace {

Shape with_ones(const Shape& shape, const std::vector<std::int64_t>& axes) {
  Shape kept = shape;
  for (std::int64_t axis : axes) kept[int(axis)] = 1;
  return kept;
}

}  // namespace

const OpDef& reduce_sum_op() {
  static const OpDef op = OpDef("reduce_sum")
                              .doc("The sum over some axes.", R"(y = \sum_{i \in \mathrm{axes}} x_i)")
                              .input("x")
                              .output("y")
                              .options<ReduceOptions>()
                              .shape_rule([](ShapeContext& c) {
                                auto o = c.options<ReduceOptions>();
                                c.require_float(0);
                                std::vector<std::int64_t> dims;
                                Shape kept = with_ones(c.shape(0), o.axes);
                                for (int i = 0; i < kept.rank(); ++i)
                                  if (o.keep || std::find(o.axes.begin(), o.axes.end(), i) == o.axes.end())
                                    dims.push_back(kept[i]);
                                c.output(c.dtype(0), Shape(std::move(dims)));
                              })
                              .gradient_rule([](GradientContext& c) {
                                const Shape& from = c.input(0).shape();
                                Value kept =
                                    reshape(c.grad(), with_ones(from, c.options<ReduceOptions>().axes));
                                c.set(0, broadcast_to(kept, from));
                              });
  return op;
}

Value reduce_sum(Value x, ReduceOptions options, Location at) {
  int rank = x.shape().rank();
  if (options.axes.empty()) {
    options.axes.resize(std::size_t(rank));
    std::iota(options.axes.begin(), options.axes.end(), 0);
  }
  for (std::int64_t& axis : options.axes) {
    if (axis < -rank || axis >= rank)
      throw Error(Problem("graph.axis", {{"axis", axis}, {"input", "x"}, {"rank", rank}})
                      .about("reduce_sum")
                      .operand({"x", x.name(), to_string(x.type())})
                      .at(at));
    if (axis < 0) axis += rank;
  }
  std::sort(options.axes.begin(), options.axes.end());
  options.axes.erase(std::unique(options.axes.begin(), options.axes.end()), options.axes.end());
  if (options.axes.empty()) return x;
  return emit(reduce_sum_op(), {x}, Attributes::of(options), at);
}

Value reduce_mean(Value x, ReduceOptions options, Location at) {
  Value sum = reduce_sum(x, options, at);
  double folded = double(x.shape().elements()) / double(std::max<std::int64_t>(sum.shape().elements(), 1));
  return mul(sum, number_like(sum, 1.0 / std::max(folded, 1.0)), at);
}

}  // namespace percept
