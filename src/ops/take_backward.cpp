// src/ops/take_backward.cpp - the gradient of take: zeros, to which each element of `grad` is added at its
// index.
#include "indexing_rules.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept {

const OpDef& take_backward_op() {
  static const OpDef op = OpDef("take_backward")
                              .doc("Adds up the elements that have the same index along an axis.",
                                   R"(y_{a k b} = \sum_{i : k_i = k} g_{a i b})")
                              .input("grad")
                              .input("indices")
                              .output("y")
                              .options<ScatterOptions>()
                              .shape_rule([](ShapeContext& c) {
                                c.require_float(0);
                                auto o = c.options<ScatterOptions>();
                                require_indices(c);
                                int rank = c.shape(0).rank(), folded = c.shape(1).rank(), axis = int(o.axis);
                                bool fits = axis >= 0 && axis + folded <= rank && o.size >= 0;
                                for (int a = 0; fits && a < folded; ++a)
                                  fits = c.shape(0)[axis + a] == c.shape(1)[a];
                                if (!c.require(fits, "ops.scatter.shape")) return;
                                std::vector<std::int64_t> dims = c.shape(0).dims();
                                dims.erase(dims.begin() + axis, dims.begin() + axis + folded);
                                dims.insert(dims.begin() + axis, o.size);
                                c.output(c.dtype(0), Shape(std::move(dims)));
                              })
                              .gradient_rule([](GradientContext& c) {
                                c.set(0, take(c.grad(), c.input(1), c.options<ScatterOptions>().axis));
                              });
  return op;
}

Value take_backward(Value grad, Value indices, ScatterOptions options, Location at) {
  return emit(take_backward_op(), {grad, indices}, Attributes::of(options), at);
}

}  // namespace percept
