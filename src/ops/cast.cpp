// src/ops/cast.cpp - y = x as another type. The gradient goes back as x's type, between floats only.
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& cast_op() {
  static const OpDef op = OpDef("cast")
                              .doc("Converts the elements to another type.", R"(y = \mathrm{to}(x))")
                              .input("x")
                              .output("y")
                              .options<CastOptions>()
                              .elementwise_op()
                              .shape_rule([](ShapeContext& c) {
                                c.output(c.options<CastOptions>().to, c.shape(0));
                                if (std::optional<Tensor> x = c.known(0))
                                  c.output_known(0, x->to(c.options<CastOptions>().to));
                              })
                              .gradient_rule([](GradientContext& c) {
                                if (is_float(c.input(0).dtype()) && is_float(c.output().dtype()))
                                  c.set(0, cast(c.grad(), c.input(0).dtype()));
                              });
  return op;
}

Value cast(Value x, DType to, Location at) {
  return x.dtype() == to ? x : emit(cast_op(), {x}, Attributes::of(CastOptions{to}), at);
}

}  // namespace percept
