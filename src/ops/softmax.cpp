// src/ops/softmax.cpp - y_i = e^{x_i} / sum_j e^{x_j} along `axis`; dL/dx = y (g - sum_j g_j y_j).
#include "percept/ops/softmax.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& softmax_op() {
  static const OpDef op =
      OpDef("softmax")
          .doc("Turns scores into probabilities along one axis.", R"(y_i = \frac{e^{x_i}}{\sum_j e^{x_j}})")
          .input("x")
          .output("y")
          .options<SoftmaxOptions>()
          .shape_rule([](ShapeContext& c) {
            c.axis(0, c.options<SoftmaxOptions>().axis);
            same_as_input(c);
          })
          .gradient_rule([](GradientContext& c) {
            Value y = c.output(), g = c.grad();
            Value along = reduce_sum(g * y, {.axes = {c.options<SoftmaxOptions>().axis}, .keep = true});
            c.set(0, y * (g - along));
          });
  return op;
}

Value softmax(Value x, SoftmaxOptions options, Location at) {
  return emit(softmax_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
