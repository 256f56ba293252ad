// src/ops/clip.cpp - y = x held between low and high; dy/dx = 1 where it is not held.
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& clip_op() {
  static const OpDef op =
      OpDef("clip")
          .doc("Holds a number between two bounds.", R"(y = \min(\max(x, \mathrm{low}), \mathrm{high}))")
          .input("x")
          .output("y")
          .options<ClipOptions>()
          .elementwise_op()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<ClipOptions>();
            c.require(o.low <= o.high, "ops.clip.bounds", {{"low", o.low}, {"high", o.high}});
            same_as_number(c);
          })
          .expand_rule([](const std::vector<Value>& x, const Attributes& attributes) {
            auto o = attributes.as<ClipOptions>();
            Value low = number_like(x[0], o.low), high = number_like(x[0], o.high);
            return std::vector<Value>{where(less(x[0], low), low, where(less(high, x[0]), high, x[0]))};
          });
  return op;
}

Value clip(Value x, ClipOptions options, Location at) {
  return emit(clip_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
