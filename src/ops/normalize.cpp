// src/ops/normalize.cpp - y = (x - m) / sqrt(v + epsilon), m and v mean and variance of x over `axes`.
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/normalization.hpp"
#include "reduction_rules.hpp"

namespace percept {
namespace {

// How many elements share a mean.
double folded(const Shape& shape, const std::vector<std::int64_t>& axes) {
  return double(shape.elements()) / double(std::max<std::int64_t>(with_ones(shape, axes).elements(), 1));
}

}  // namespace

const OpDef& normalize_op() {
  static const OpDef op =
      OpDef("normalize")
          .doc(
              "Shifts and scales to mean 0 and variance 1 over some axes.",
              R"(y = \frac{x - m}{\sqrt{v + \varepsilon}},\; m = \frac1n \sum_i x_i,\; v = \frac1n \sum_i (x_i - m)^2)")
          .input("x")
          .output("y")
          .output("mean")
          .output("variance")
          .options<NormalizeOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<NormalizeOptions>();
            c.require_float(0);
            c.require(o.epsilon >= 0, "ops.normalize.epsilon", {{"epsilon", o.epsilon}});
            ValueType statistic{c.dtype(0), with_ones(c.shape(0), o.axes)};
            c.output(c.type(0));
            c.output(statistic);
            c.output(statistic);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<NormalizeOptions>();
            Value x = c.input(0), y = c.output(0), variance = c.output(2);
            Value gradient;
            auto plus = [&](Value term) { gradient = gradient ? gradient + term : term; };
            double n = folded(x.shape(), o.axes);
            if (c.has_grad(0)) plus(normalize_backward(c.grad(0), y, variance, o));
            if (c.has_grad(1)) plus(broadcast_to(c.grad(1) / n, x.shape()));
            if (c.has_grad(2)) plus(2.0 * c.grad(2) * sqrt(variance + o.epsilon) / n * y);  // 2 (x - m) / n
            if (gradient) c.set(0, gradient);
          });
  return op;
}

Normalized normalize(Value x, NormalizeOptions options, Location at) {
  options.axes = checked_axes(x, options.axes, "normalize", at);
  auto outputs = x.graph().append(normalize_op(), {x}, Attributes::of(options), at);
  return {outputs[0], outputs[1], outputs[2]};
}

}  // namespace percept
