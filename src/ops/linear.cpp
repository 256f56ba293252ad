// src/ops/linear.cpp - y = x W^T + b; dL/dx = g W, dL/dW = g^T x, dL/db = sum of g over the batch.
#include "percept/ops/arrangement.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& linear_op() {
  static const OpDef op =
      OpDef("linear")
          .doc("Every output is a weighted sum of all inputs, plus a bias.", R"(y = x W^{\top} + b)")
          .input("input", "N in")
          .input("weight", "out in")
          .optional_input("bias", "out")
          .output("output", "N out")
          .shape_rule([](ShapeContext& c) {
            c.require_float(0);
            c.require_same_dtype(0, 1);
            bool ranks = c.require_rank(0, 2);
            if (!ranks && c.shape(0).rank() > 2) c.hint("ops.linear.flatten.hint");
            ranks = c.require_rank(1, 2) && ranks;
            if (!ranks) return;
            if (!c.require(c.shape(0)[1] == c.shape(1)[1], "ops.linear.features",
                           {{"actual", c.shape(0)[1]}, {"wanted", c.shape(1)[1]}}))
              c.hint("ops.linear.features.hint", {{"actual", c.shape(0)[1]}});
            if (c.has(2))
              c.require(c.shape(2) == Shape{c.shape(1)[0]}, "ops.bias",
                        {{"bias", to_string(c.shape(2))}, {"out", c.shape(1)[0]}});
            c.output(c.dtype(0), {c.shape(0)[0], c.shape(1)[0]});
          })
          .gradient_rule([](GradientContext& c) {
            if (c.wants(0)) c.set(0, matmul(c.grad(), c.input(1)));
            if (c.wants(1)) c.set(1, matmul(c.grad(), c.input(0), {.transpose_a = true}));
            if (c.wants(2)) c.set(2, reduce_sum(c.grad(), {.axes = {0}}));
          });
  return op;
}

Value linear(Value input, Value weight, Value bias, Location at) {
  if (input.shape().rank() == 3) {  // sequences: every place is a row
    Shape s = input.shape();
    Value rows = linear(reshape(input, {s[0] * s[1], s[2]}, at), weight, bias, at);
    return reshape(rows, {s[0], s[1], rows.shape()[1]}, at);
  }
  std::vector<Value> inputs = {input, weight};
  if (bias) inputs.push_back(bias);
  return emit(linear_op(), std::move(inputs), {}, at);
}

}  // namespace percept
