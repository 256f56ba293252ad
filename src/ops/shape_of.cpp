// src/ops/shape_of.cpp - the sizes of x as a tensor, known while tracing.
#include "percept/ops/creation.hpp"
#include "rules.hpp"

namespace percept {

const OpDef& shape_of_op() {
  static const OpDef op = OpDef("shape_of")
                              .doc("The sizes of a tensor, outermost first.", R"(y_i = \mathrm{size}_i(x))")
                              .input("x")
                              .output("y", "rank")
                              .shape_rule([](ShapeContext& c) {
                                const auto& dims = c.shape(0).dims();
                                c.output(DType::i64, {c.shape(0).rank()});
                                c.output_known(0, Tensor::from<std::int64_t>({c.shape(0).rank()}, dims));
                              })
                              .no_gradient("sizes are whole numbers");
  return op;
}

Value shape_of(Value x, Location at) { return emit(shape_of_op(), {x}, {}, at); }

}  // namespace percept
