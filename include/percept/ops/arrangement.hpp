// Ops that arrange elements anew without computing with them.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct ReshapeOptions {
  Shape shape;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "the new shape; one size may be -1: what remains; 0 keeps the size of the same axis");
  }
};
/// The same elements in row-major order under another shape.
Value reshape(Value x, Shape shape, Location at = Location::current());
/// The target as a tensor i64[rank], known while tracing (a constant, a `shape_of`) or computable by the
/// interpreter that traces; throws where it depends on what is fed later.
Value reshape(Value x, Value shape, Location at = Location::current());
/// [N, ...] to [N, the rest in one axis].
Value flatten(Value x, Location at = Location::current());

struct TransposeOptions {
  std::vector<std::int64_t> order;
  template <class V>
  void fields(V& v) {
    v("order", order, "which input axis each output axis is; empty: reversed");
  }
};
/// y[i_order[0], i_order[1], ...] = x[i_0, i_1, ...]
Value transpose(Value x, std::vector<std::int64_t> order = {}, Location at = Location::current());

struct BroadcastOptions {
  Shape shape;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "the shape to repeat x to");
  }
};
/// x repeated along axes where its size is 1 or that it lacks in front. x itself where nothing is to be done.
Value broadcast_to(Value x, Shape shape, Location at = Location::current());

struct OneHotOptions {
  std::int64_t classes = 0;
  DType dtype = DType::f32;
  template <class V>
  void fields(V& v) {
    v("classes", classes, "size of the new last axis");
    v("dtype", dtype, "type of the output's elements");
  }
};
/// y[..., c] = 1 where c = labels[...], else 0; a label outside [0, classes) gives a row of zeros.
Value one_hot(Value labels, std::int64_t classes, DType dtype = DType::f32,
              Location at = Location::current());

}  // namespace percept
