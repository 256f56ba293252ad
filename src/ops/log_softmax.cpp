// src/ops/log_softmax.cpp - y_i = x_i - ln sum_j e^{x_j} along `axis`; dL/dx = g - softmax(x) sum_j g_j.
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/ops/softmax.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& log_softmax_op() {
  static const OpDef op = OpDef("log_softmax")
                              .doc("The logarithm of softmax, computed so that it cannot overflow.",
                                   R"(y_i = x_i - \ln \sum_j e^{x_j})")
                              .input("x")
                              .output("y")
                              .options<SoftmaxOptions>()
                              .shape_rule([](ShapeContext& c) {
                                c.axis(0, c.options<SoftmaxOptions>().axis);
                                same_as_input(c);
                              })
                              .gradient_rule([](GradientContext& c) {
                                Value g = c.grad();
                                Value sum =
                                    reduce_sum(g, {.axes = {c.options<SoftmaxOptions>().axis}, .keep = true});
                                c.set(0, g - exp(c.output()) * sum);
                              });
  return op;
}

Value log_softmax(Value x, SoftmaxOptions options, Location at) {
  return emit(log_softmax_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
