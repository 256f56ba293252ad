// src/ops/place.cpp - zeros, and x among them at begin, begin + step, ... of one axis; the gradient is sliced
// out again.
#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {
namespace {

// The end that makes a slice of `count` positions: one before the first element is written from the end.
std::int64_t end_of(const PlaceOptions& o, std::int64_t count) {
  std::int64_t end = o.begin + count * o.step;
  return end < 0 ? end - o.size : end;
}

}  // namespace

const OpDef& place_op() {
  static const OpDef op =
      OpDef("place")
          .doc("Puts elements among zeros along one axis.", R"(y_{\mathrm{begin} + j\,\mathrm{step}} = x_j)")
          .input("x")
          .output("y")
          .options<PlaceOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<PlaceOptions>();
            int axis = c.axis(0, o.axis);
            Shape shape = c.shape(0);
            std::int64_t last = o.begin + (shape[axis] - 1) * o.step;
            bool fits = shape[axis] == 0 || (o.begin >= 0 && o.begin < o.size && last >= 0 && last < o.size);
            c.require(o.step != 0 && o.size >= 0 && fits, "ops.place.fits",
                      {{"count", shape[axis]}, {"size", o.size}});
            shape[axis] = o.size;
            c.output(c.dtype(0), shape);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<PlaceOptions>();
            std::int64_t count = c.input(0).shape()[int(o.axis)];
            c.set(0, slice(c.grad(),
                           {.axis = o.axis, .begin = o.begin, .end = end_of(o, count), .step = o.step}));
          });
  return op;
}

Value place(Value x, PlaceOptions options, Location at) {
  return emit(place_op(), {x}, Attributes::of(options), at);
}

}  // namespace percept
