// src/ops/one_hot.cpp - y[..., c] = 1 where c = labels[...], else 0.
#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& one_hot_op() {
  static const OpDef op = OpDef("one_hot")
                              .doc("A class number as a row with a single one.", R"(y_{i c} = [\,c = l_i\,])")
                              .input("labels")
                              .output("y")
                              .options<OneHotOptions>()
                              .shape_rule([](ShapeContext& c) {
                                auto o = c.options<OneHotOptions>();
                                c.require(is_integer(c.dtype(0)), "ops.integer",
                                          {{"input", "labels"}, {"actual", name_of(c.dtype(0))}});
                                c.require(o.classes >= 1, "ops.one_hot.classes", {{"classes", o.classes}});
                                std::vector<std::int64_t> dims = c.shape(0).dims();
                                dims.push_back(o.classes);
                                c.output(o.dtype, Shape(std::move(dims)));
                              })
                              .no_gradient("labels are whole numbers");
  return op;
}

Value one_hot(Value labels, std::int64_t classes, DType dtype, Location at) {
  return emit(one_hot_op(), {labels}, Attributes::of(OneHotOptions{classes, dtype}), at);
}

}  // namespace percept
