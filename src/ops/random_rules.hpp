// What the random ops share.
#pragma once

#include "percept/ops/random.hpp"
#include "rules.hpp"

namespace percept {

inline void drawn(ShapeContext& c) {
  auto o = c.options<RandomOptions>();
  c.require_dtype(0, DType::i64);
  c.require(is_float(o.dtype), "graph.float", {{"input", "dtype"}, {"actual", name_of(o.dtype)}});
  c.require(c.shape(0) == Shape{2}, "ops.random.counter", {{"actual", to_string(c.shape(0))}});
  c.output(o.dtype, o.shape);
}

/// Emits a random op with a stream of its own: its path, and its number among the random ops of that path.
Value emit_random(const OpDef& op, Graph& graph, Shape shape, DType dtype, Location at);

}  // namespace percept
