// src/ops/erf.cpp - y = 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x; dy/dx = 2 / sqrt(pi)
// e^(-x^2).
#include <cmath>
#include <numbers>

#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& erf_op() {
  static const OpDef op =
      OpDef("erf")
          .doc("The error function of the normal distribution.",
               R"(y = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2} dt)")
          .input("x")
          .output("y")
          .elementwise_op()
          .shape_rule(same_as_input)
          .gradient_rule([](GradientContext& c) {
            c.set(0, c.grad() * (exp(-(c.input(0) * c.input(0))) * (2 / std::sqrt(std::numbers::pi))));
          });
  return op;
}

Value erf(Value x, Location at) { return emit(erf_op(), {x}, {}, at); }

}  // namespace percept
