// Values that depend on no input.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct FillOptions {
  DType dtype = DType::f32;
  Shape shape;
  double value = 0;
  template <class V>
  void fields(V& v) {
    v("dtype", dtype, "type of the elements");
    v("shape", shape, "shape of the output");
    v("value", value, "every element");
  }
};
/// Every element `value`.
Value fill(Graph& graph, FillOptions options, Location at = Location::current());
/// Zeros, or ones, of the type of x.
Value zeros_like(Value x, Location at = Location::current());
Value ones_like(Value x, Location at = Location::current());
/// 0, 1, 2, ... n - 1.
Value range(Graph& graph, std::int64_t n, DType dtype = DType::i64, Location at = Location::current());
/// [n, n] with ones on the diagonal.
Value eye(Graph& graph, std::int64_t n, DType dtype = DType::f32, Location at = Location::current());
/// The shape of x as i64[rank]: known while tracing.
Value shape_of(Value x, Location at = Location::current());

}  // namespace percept
