// src/ops/transpose.cpp - axes in another order: axis i of y is axis order[i] of x.
#include <algorithm>
#include <numeric>

#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& transpose_op() {
  static const OpDef op =
      OpDef("transpose")
          .doc("The axes in another order.", R"(y_{i_{o_0} i_{o_1} \dots} = x_{i_0 i_1 \dots})")
          .input("x")
          .output("y")
          .options<TransposeOptions>()
          .shape_rule([](ShapeContext& c) {
            auto order = c.options<TransposeOptions>().order;
            auto sorted = order;
            std::sort(sorted.begin(), sorted.end());
            std::vector<std::int64_t> all(std::size_t(c.shape(0).rank()));
            std::iota(all.begin(), all.end(), 0);
            if (!c.require(sorted == all, "ops.transpose.order",
                           {{"order", to_string(Shape(order))}, {"rank", c.shape(0).rank()}}))
              return;
            std::vector<std::int64_t> dims;
            for (std::int64_t axis : order) dims.push_back(c.shape(0)[int(axis)]);
            c.output(c.dtype(0), Shape(std::move(dims)));
          })
          .gradient_rule([](GradientContext& c) {
            auto order = c.options<TransposeOptions>().order;
            std::vector<std::int64_t> inverse(order.size());
            for (std::size_t i = 0; i < order.size(); ++i) inverse[std::size_t(order[i])] = std::int64_t(i);
            c.set(0, transpose(c.grad(), inverse));
          });
  return op;
}

Value transpose(Value x, std::vector<std::int64_t> order, Location at) {
  if (order.empty())
    for (int i = x.shape().rank() - 1; i >= 0; --i) order.push_back(i);
  return emit(transpose_op(), {x}, Attributes::of(TransposeOptions{std::move(order)}), at);
}

}  // namespace percept
