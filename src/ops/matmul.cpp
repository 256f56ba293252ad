// src/ops/matmul.cpp - y = a b over the last two axes; dL/da = g b^T, dL/db = a^T g.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& matmul_op() {
  static const OpDef op =
      OpDef("matmul")
          .doc("The product of two matrices, or of two stacks of them.", R"(y_{ij} = \sum_k a_{ik} b_{kj})")
          .input("a")
          .input("b")
          .output("y")
          .options<MatmulOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<MatmulOptions>();
            const Shape &a = c.shape(0), &b = c.shape(1);
            c.require_float(0);
            c.require_same_dtype(0, 1);
            if (!c.require(a.rank() >= 2 && a.rank() == b.rank(), "ops.matmul.rank",
                           {{"a", a.rank()}, {"b", b.rank()}}))
              return;
            for (int i = 0; i < a.rank() - 2; ++i)
              c.require(a[i] == b[i], "ops.matmul.stack", {{"axis", i}, {"a", a[i]}, {"b", b[i]}});
            std::int64_t m = a[o.transpose_a ? -1 : -2], k = a[o.transpose_a ? -2 : -1];
            std::int64_t kb = b[o.transpose_b ? -1 : -2], n = b[o.transpose_b ? -2 : -1];
            if (!c.require(k == kb, "ops.matmul.inner", {{"a", k}, {"b", kb}})) c.hint("ops.matmul.hint");
            Shape out = a;
            out[-2] = m;
            out[-1] = n;
            c.output(c.dtype(0), std::move(out));
          })
          .gradient_rule([](GradientContext& c) {
            auto [ta, tb] = c.options<MatmulOptions>();
            Value a = c.input(0), b = c.input(1), g = c.grad();
            if (c.wants(0)) c.set(0, ta ? matmul(b, g, {tb, true}) : matmul(g, b, {false, !tb}));
            if (c.wants(1)) c.set(1, tb ? matmul(g, a, {true, ta}) : matmul(a, g, {!ta, false}));
          });
  return op;
}

Value matmul(Value a, Value b, MatmulOptions options, Location at) {
  bool row = a.shape().rank() == 1, column = b.shape().rank() == 1;
  if (row) a = unsqueeze(a, options.transpose_a ? 1 : 0, at);
  if (column) b = unsqueeze(b, options.transpose_b ? 0 : 1, at);
  if (b.shape().rank() == 2 && a.shape().rank() > 2 && !options.transpose_a) {  // one matrix for all rows
    std::vector<std::int64_t> dims = a.shape().dims();
    Value rows = reshape(a, {a.shape().elements(0, a.shape().rank() - 1), dims.back()}, at);
    Value y = emit(matmul_op(), {rows, b}, Attributes::of(options), at);
    dims.back() = y.shape()[1];
    y = reshape(y, Shape(std::move(dims)), at);
    return column ? squeeze(y, -1, at) : y;
  }
  auto in_front = [](Value x) {
    return Shape(std::vector<std::int64_t>(x.shape().begin(), x.shape().end() - 2));
  };
  if (a.shape().rank() >= 2 && b.shape().rank() >= 2 && in_front(a) != in_front(b)) {
    // Where the axes in front have no common shape the op's rule says so.
    std::optional<Shape> common = common_shape(in_front(a), in_front(b));
    auto widened = [&](Value x) {
      std::vector<std::int64_t> dims = common->dims();
      dims.insert(dims.end(), x.shape().end() - 2, x.shape().end());
      return broadcast_to(x, Shape(std::move(dims)), at);
    };
    if (common) a = widened(a), b = widened(b);
  }
  Value y = emit(matmul_op(), {a, b}, Attributes::of(options), at);
  if (row) y = squeeze(y, -2, at);
  return column ? squeeze(y, -1, at) : y;
}

}  // namespace percept
