// Rules that many ops share.
#pragma once

#include <optional>

#include "percept/graph/gradient_context.hpp"
#include "percept/graph/shape_context.hpp"

namespace percept {

/// A node with one output.
inline Value emit(const OpDef& op, std::vector<Value> inputs, Attributes attributes, Location at) {
  Graph& graph = inputs.front().graph();
  return graph.append(op, std::move(inputs), std::move(attributes), at).front();
}

/// Unary elementwise: a floating-point output of the input's type.
inline void same_as_input(ShapeContext& c) {
  if (c.require_float(0)) c.output(c.type(0));
}

/// The same, of whole numbers too.
inline void same_as_number(ShapeContext& c) {
  if (c.require_number(0)) c.output(c.type(0));
}

/// The gradient of what is flat wherever it has a slope: none.
inline void no_slope(GradientContext&) {}

/// Binary elementwise, to bool.
inline void comparison(ShapeContext& c) {
  c.require_same_dtype(0, 1);
  if (!c.require_same_shape(0, 1)) c.hint("ops.broadcast.hint");
  c.output(DType::boolean, c.shape(0));
}

/// Binary elementwise: both inputs already have one type, for the front door broadcasts.
inline void same_types(ShapeContext& c) {
  bool same = c.require_same_dtype(0, 1);
  if (!c.require_same_shape(0, 1)) c.hint("ops.broadcast.hint");
  if (same) c.output(c.type(0));
}

/// The shape that both broadcast to (NumPy's rule); empty where there is none.
std::optional<Shape> common_shape(const Shape& a, const Shape& b);

/// Emits `op` on the inputs, each broadcast to their common shape. Where they have none the op's rule says
/// so.
Value emit_broadcast(const OpDef& op, std::vector<Value> inputs, Location at);

/// A constant number of x's dtype.
Value number_like(Value x, double value);

/// max(x, 0) and min(x, 0), for what bends at zero. The slope at zero is the second's, as PyTorch's elu has
/// it.
Value positive(Value x);
Value negative(Value x);

/// x held between two numbers, and flat at them, as PyTorch's hardtanh is; clip has a slope there, as its
/// clamp does.
Value held_between(Value x, double low, double high);

/// Windows of height or width `window` that fit: floor((size + before + after - reach) / stride) + 1,
/// where reach = dilation * (window - 1) + 1; not positive where none fits.
inline std::int64_t windows(std::int64_t size, std::int64_t before, std::int64_t after, std::int64_t window,
                            std::int64_t stride, std::int64_t dilation = 1) {
  std::int64_t room = size + before + after - (dilation * (window - 1) + 1);
  return room < 0 ? 0 : room / stride + 1;
}

}  // namespace percept
