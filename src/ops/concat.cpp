// src/ops/concat.cpp - parts one behind the other along an axis; the gradient is cut again.
#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& concat_op() {
  static const OpDef op =
      OpDef("concat")
          .doc("Puts parts one behind the other along an axis.", R"(y = [\,x_0 \mid x_1 \mid \dots\,])")
          .variadic_input("x")
          .output("y")
          .options<ConcatOptions>()
          .shape_rule([](ShapeContext& c) {
            int axis = c.axis(0, c.options<ConcatOptions>().axis);
            Shape shape = c.shape(0);
            for (int i = 1; i < c.inputs(); ++i) {
              c.require(c.dtype(i) == c.dtype(0), "ops.concat.dtype",
                        {{"first", name_of(c.dtype(0))}, {"other", name_of(c.dtype(i))}, {"number", i}});
              Shape other = c.shape(i);
              bool fits = other.rank() == shape.rank();
              for (int a = 0; fits && a < shape.rank(); ++a) fits = a == axis || other[a] == shape[a];
              if (c.require(fits, "ops.concat.shape",
                            {{"first", to_string(c.shape(0))},
                             {"other", to_string(other)},
                             {"number", i},
                             {"axis", axis}}))
                shape[axis] += other[axis];
            }
            c.output(c.dtype(0), shape);
          })
          .gradient_rule([](GradientContext& c) {
            int rank = c.output().shape().rank();
            auto axis = c.options<ConcatOptions>().axis;
            std::int64_t begin = 0;
            for (int i = 0; i < int(c.node().inputs.size()); ++i) {
              std::int64_t end = begin + c.input(i).shape()[int(axis < 0 ? axis + rank : axis)];
              if (c.wants(i)) c.set(i, slice(c.grad(), {.axis = axis, .begin = begin, .end = end}));
              begin = end;
            }
          });
  return op;
}

Value concat(const std::vector<Value>& parts, std::int64_t axis, Location at) {
  if (parts.empty()) throw Error(Problem("ops.concat.none").about("concat").at(at));
  return emit(concat_op(), parts, Attributes::of(ConcatOptions{axis}), at);
}

Value stack(const std::vector<Value>& parts, std::int64_t axis, Location at) {
  std::vector<Value> widened;
  for (Value part : parts) widened.push_back(unsqueeze(part, axis, at));
  return concat(widened, axis, at);
}

}  // namespace percept
