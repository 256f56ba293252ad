#include "reduction_rules.hpp"

#include <algorithm>
#include <numeric>

#include "percept/ops/arrangement.hpp"

namespace percept {

Shape with_ones(const Shape& shape, const std::vector<std::int64_t>& axes) {
  Shape kept = shape;
  for (std::int64_t axis : axes) kept[int(axis)] = 1;
  return kept;
}

void reduced(ShapeContext& c) {
  auto o = c.options<ReduceOptions>();
  c.require_float(0);
  std::vector<std::int64_t> dims;
  Shape kept = with_ones(c.shape(0), o.axes);
  for (int i = 0; i < kept.rank(); ++i)
    if (o.keep || std::find(o.axes.begin(), o.axes.end(), i) == o.axes.end()) dims.push_back(kept[i]);
  c.output(c.dtype(0), Shape(std::move(dims)));
}

Value spread(GradientContext& c, Value gradient) {
  const Shape& from = c.input(0).shape();
  return broadcast_to(reshape(gradient, with_ones(from, c.options<ReduceOptions>().axes)), from);
}

std::vector<std::int64_t> checked_axes(Value x, std::vector<std::int64_t> axes, const std::string& op,
                                       Location at) {
  int rank = x.shape().rank();
  for (std::int64_t& axis : axes) {
    if (axis < -rank || axis >= rank)
      throw Error(Problem("graph.axis", {{"axis", axis}, {"input", "x"}, {"rank", rank}})
                      .about(op)
                      .operand({"x", x.name(), to_string(x.type())})
                      .at(at));
    if (axis < 0) axis += rank;
  }
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  return axes;
}

Value emit_reduction(const OpDef& op, Value x, ReduceOptions options, Location at) {
  if (options.axes.empty()) {
    options.axes.resize(std::size_t(x.shape().rank()));
    std::iota(options.axes.begin(), options.axes.end(), 0);
  }
  options.axes = checked_axes(x, options.axes, op.name, at);
  if (options.axes.empty()) return x;
  return emit(op, {x}, Attributes::of(options), at);
}

}  // namespace percept
