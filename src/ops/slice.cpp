// src/ops/slice.cpp - y = x[..., begin:end:step, ...] along one axis, as in Python; the gradient is placed
// back among zeros.
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {

// Python's rules, and its names for the bounds: what lies outside is clamped.
SliceRange range_of(const SliceOptions& o, std::int64_t size) {
  auto clamped = [&](std::int64_t position) {
    if (position < 0) position = position < -size ? -1 : position + size;
    return o.step > 0 ? std::clamp<std::int64_t>(position, 0, size)
                      : std::clamp<std::int64_t>(position, -1, size - 1);
  };
  std::int64_t begin = clamped(o.begin), end = clamped(o.end);
  if (o.step > 0) return {begin, end > begin ? (end - begin - 1) / o.step + 1 : 0, o.step};
  return {begin, begin > end ? (begin - end - 1) / -o.step + 1 : 0, o.step};
}

const OpDef& slice_op() {
  static const OpDef op =
      OpDef("slice")
          .doc("Takes positions of one axis.", R"(y_j = x_{\mathrm{begin} + j\,\mathrm{step}})")
          .input("x")
          .output("y")
          .options<SliceOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<SliceOptions>();
            int axis = c.axis(0, o.axis);
            if (!c.require(o.step != 0 && o.step > std::numeric_limits<std::int64_t>::min(),
                           "ops.slice.step"))
              return;
            Shape shape = c.shape(0);
            shape[axis] = range_of(o, shape[axis]).count;
            c.output(c.dtype(0), shape);
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<SliceOptions>();
            std::int64_t size = c.input(0).shape()[int(o.axis)];
            SliceRange range = range_of(o, size);
            c.set(0,
                  place(c.grad(), {.axis = o.axis, .begin = range.begin, .step = range.step, .size = size}));
          });
  return op;
}

Value slice(Value x, SliceOptions options, Location at) {
  return emit(slice_op(), {x}, Attributes::of(options), at);
}

std::vector<Value> split(Value x, const std::vector<std::int64_t>& sizes, std::int64_t axis, Location at) {
  int rank = x.shape().rank();
  std::int64_t whole = axis >= -rank && axis < rank ? x.shape()[int(axis)] : -1, sum = 0;
  for (std::int64_t size : sizes) sum = size < 0 || sum < 0 || size > whole ? -1 : sum + size;
  if (whole >= 0 && sum != whole)
    throw Error(Problem("ops.split.sizes", {{"size", whole}, {"axis", axis}})
                    .about("split")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  std::vector<Value> parts;
  std::int64_t begin = 0;
  for (std::int64_t size : sizes) {
    parts.push_back(slice(x, {.axis = axis, .begin = begin, .end = begin + size}, at));
    begin += size;
  }
  return parts;
}

Value flip(Value x, std::int64_t axis, Location at) {
  return slice(x, {.axis = axis, .begin = -1, .end = std::numeric_limits<std::int64_t>::min(), .step = -1},
               at);
}

}  // namespace percept
