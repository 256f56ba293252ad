// src/ops/reshape.cpp - the same elements, row by row, under another shape.
#include "percept/ops/arrangement.hpp"
#include "rules.hpp"

namespace percept {
namespace {

// Whether the zeros of a target are sizes and keep nothing: x is empty, and would not be with them kept.
bool is_size_itself(const Shape& target, const Shape& from) {
  if (from.elements() != 0 || target.elements() != 0) return false;
  std::int64_t kept = 1;
  for (int i = 0; i < target.rank(); ++i) {
    if (target[i] < 0) return false;
    kept *= target[i] == 0 && i < from.rank() ? from[i] : target[i];
  }
  return kept != 0;
}

}  // namespace

const OpDef& reshape_op() {
  static const OpDef op =
      OpDef("reshape")
          .doc("The same elements in row-major order under another shape.",
               R"(\mathrm{vec}(y) = \mathrm{vec}(x))")
          .input("x")
          .output("y")
          .options<ReshapeOptions>()
          .shape_rule([](ShapeContext& c) {
            const Shape& from = c.shape(0);
            Shape target = c.options<ReshapeOptions>().shape;
            if (is_size_itself(target, from)) return c.output(c.dtype(0), std::move(target));
            int open = -1;
            std::int64_t rest = 1;
            for (int i = 0; i < target.rank(); ++i) {
              if (target[i] == 0 && i < from.rank()) target[i] = from[i];
              if (target[i] == -1) {
                if (!c.require(open < 0, "ops.reshape.two_open")) return;
                open = i;
              } else if (c.require(target[i] >= 0, "ops.reshape.negative", {{"size", target[i]}})) {
                rest *= target[i];
              }
            }
            if (open >= 0) target[open] = rest ? from.elements() / rest : 0;
            c.require(target.elements() == from.elements(), "tensor.reshape",
                      {{"from", to_string(from)},
                       {"have", from.elements()},
                       {"to", to_string(c.options<ReshapeOptions>().shape)},
                       {"need", open >= 0 ? rest : target.elements()}});
            if (std::optional<Tensor> x = c.known(0); x && target.elements() == x->size())
              c.output_known(0, x->reshape(target));
            c.output(c.dtype(0), std::move(target));
          })
          .gradient_rule([](GradientContext& c) { c.set(0, reshape(c.grad(), c.input(0).shape())); });
  return op;
}

Value reshape(Value x, Shape shape, Location at) {
  return emit(reshape_op(), {x}, Attributes::of(ReshapeOptions{std::move(shape)}), at);
}

Value reshape(Value x, Value shape, Location at) {
  std::optional<Tensor> target = x.graph().known(shape);
  if (!target)
    throw Error(Problem("ops.reshape.unknown")
                    .about("reshape")
                    .operand({"shape", shape.name(), to_string(shape.type())})
                    .with_hint("ops.value_unknown.hint")
                    .at(at));
  Tensor sizes = target->to(DType::i64);
  return reshape(
      x,
      Shape(std::vector<std::int64_t>(sizes.data<std::int64_t>().begin(), sizes.data<std::int64_t>().end())),
      at);
}

// 0 keeps the number of examples, even where there are none: then nothing could be inferred for a -1.
Value flatten(Value x, Location at) {
  const Shape& from = x.shape();
  return from.rank() ? reshape(x, {0, from.elements(1, from.rank())}, at) : reshape(x, {1, 1}, at);
}

}  // namespace percept
