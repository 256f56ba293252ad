// src/ops/fill.cpp - every element the same number.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& fill_op() {
  static const OpDef op = OpDef("fill")
                              .doc("Every element the same number.", R"(y_i = v)")
                              .output("y")
                              .options<FillOptions>()
                              .shape_rule([](ShapeContext& c) {
                                auto o = c.options<FillOptions>();
                                c.output(o.dtype, o.shape);
                              })
                              .no_gradient("it has no inputs");
  return op;
}

Value fill(Graph& graph, FillOptions options, Location at) {
  return graph.append(fill_op(), {}, Attributes::of(options), at).front();
}

Value range(Graph& graph, std::int64_t n, DType dtype, Location at) {
  Tensor numbers(dtype, {n});
  for (std::int64_t i = 0; i < n; ++i) numbers.set(i, double(i));
  return graph.constant(std::move(numbers), at);
}

Value eye(Graph& graph, std::int64_t n, DType dtype, Location at) {
  return one_hot(range(graph, n, DType::i64, at), n, dtype, at);
}

Value zeros_like(Value x, Location at) { return fill(x.graph(), {x.dtype(), x.shape(), 0}, at); }
Value ones_like(Value x, Location at) { return fill(x.graph(), {x.dtype(), x.shape(), 1}, at); }

}  // namespace percept
