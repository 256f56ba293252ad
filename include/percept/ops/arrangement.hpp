// Ops that arrange elements anew without computing with them.
#pragma once

#include <limits>

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

struct ConcatOptions {
  std::int64_t axis = 0;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis along which they stand one behind the other");
  }
};
/// One behind the other along an axis; their other sizes are equal.
Value concat(const std::vector<Value>& parts, std::int64_t axis = 0, Location at = Location::current());
/// Side by side along a new axis.
Value stack(const std::vector<Value>& parts, std::int64_t axis = 0, Location at = Location::current());

struct SliceOptions {
  std::int64_t axis = 0;
  std::int64_t begin = 0;
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  std::int64_t step = 1;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that is cut");
    v("begin", begin, "the first position taken; negative: from the end");
    v("end", end, "the position before which it ends; negative: from the end; clamped to the axis");
    v("step", step, "distance between positions; negative: backwards");
  }
};
/// x[..., begin:end:step, ...] along one axis, as in Python.
Value slice(Value x, SliceOptions options, Location at = Location::current());
/// The positions that a slice takes of an axis of that size.
struct SliceRange {
  std::int64_t begin = 0, count = 0, step = 1;
};
SliceRange range_of(const SliceOptions& options, std::int64_t size);
/// Cuts along an axis into parts of these sizes, which add up to the axis.
std::vector<Value> split(Value x, const std::vector<std::int64_t>& sizes, std::int64_t axis = 0,
                         Location at = Location::current());
/// x in reverse order along an axis.
Value flip(Value x, std::int64_t axis, Location at = Location::current());

struct PlaceOptions {
  std::int64_t axis = 0;
  std::int64_t begin = 0;
  std::int64_t step = 1;
  std::int64_t size = 0;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that is widened");
    v("begin", begin, "where the first element comes to stand");
    v("step", step, "distance between elements; negative: backwards");
    v("size", size, "the axis' new size");
  }
};
/// Zeros, and x among them at begin, begin + step, ...: what slice would take from the result is x.
Value place(Value x, PlaceOptions options, Location at = Location::current());

struct TakeOptions {
  std::int64_t axis = 0;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that the indices count along");
  }
};
/// y[a, i, b] = x[a, indices[i], b], the axis replaced by those of the indices; a negative index counts from
/// the end, one outside gives zeros. An embedding is take(table, words).
Value take(Value x, Value indices, std::int64_t axis = 0, Location at = Location::current());
/// y[a, j, b] = x[a, indices[a, j, b], b]: along the axis every element has an index of its own. PyTorch's
/// gather.
Value gather(Value x, Value indices, std::int64_t axis = 0, Location at = Location::current());

struct ScatterOptions {
  std::int64_t axis = 0;
  std::int64_t size = 0;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that the indices count along");
    v("size", size, "its size in the output");
  }
};
/// The gradients of take and gather: each element of `grad` is added to the zero at its index.
Value take_backward(Value grad, Value indices, ScatterOptions options, Location at = Location::current());
Value gather_backward(Value grad, Value indices, ScatterOptions options, Location at = Location::current());
/// x, with each element of `values` added at its index along the axis.
Value scatter_add(Value x, Value indices, Value values, std::int64_t axis = 0,
                  Location at = Location::current());

enum class PadMode { zeros, reflect, replicate, circular };
/// x with `before` and `after` elements added along an axis: zeros, the mirror image without the edge, the
/// edge repeated, or x begun again. Negative amounts cut.
Value pad(Value x, std::int64_t axis, std::int64_t before, std::int64_t after, PadMode mode = PadMode::zeros,
          Location at = Location::current());
/// x repeated so many times along each axis.
Value tile(Value x, const std::vector<std::int64_t>& times, Location at = Location::current());
/// Without an axis of size 1, or with one more.
Value squeeze(Value x, std::int64_t axis, Location at = Location::current());
Value unsqueeze(Value x, std::int64_t axis, Location at = Location::current());

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
