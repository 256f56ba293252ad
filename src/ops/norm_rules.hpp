// What the norms have in common.
#pragma once

#include "percept/ops/arrangement.hpp"
#include "percept/ops/normalization.hpp"
#include "rules.hpp"

namespace percept {

[[noreturn]] inline void refuse_norm(const char* norm, Value x, Problem problem, Location at) {
  throw Error(std::move(problem).about(norm).operand({"x", x.name(), to_string(x.type())}).at(at));
}

/// That x is [N, C, ...] and the vectors, where they are there, [C].
inline void require_channels(const char* norm, Value x, std::initializer_list<Value> vectors, Location at) {
  if (x.shape().rank() < 2) refuse_norm(norm, x, Problem("ops.norm.channels"), at);
  for (Value vector : vectors)
    if (vector && vector.shape() != Shape{x.shape()[1]})
      refuse_norm(norm, x,
                  Problem("ops.norm.vector", {{"vector", vector.name()},
                                              {"actual", to_string(vector.shape())},
                                              {"channels", x.shape()[1]}}),
                  at);
}

/// A vector [C] against [N, C, ...].
inline Value per_channel(Value vector, Value x, Location at = Location::current()) {
  std::vector<std::int64_t> dims(std::size_t(x.shape().rank() - 1), 1);
  dims[0] = vector.shape()[0];
  return reshape(vector, Shape(std::move(dims)), at);
}

/// How many elements share a mean.
inline double per_channel_count(const Shape& x) {
  return double(x.elements()) / double(std::max<std::int64_t>(x[1], 1));
}

/// The axes of [N, C, ...] but C.
inline std::vector<std::int64_t> all_but_channels(const Shape& x) {
  std::vector<std::int64_t> axes = {0};
  for (int axis = 2; axis < x.rank(); ++axis) axes.push_back(axis);
  return axes;
}

/// The shape rule's part of batch norm and its gradient: the inputs from `first` on that have these names
/// are, where they are there, vectors [C] of input 0's type.
inline bool require_channel_vectors(ShapeContext& c, int first, std::initializer_list<const char*> names) {
  bool fits = c.require_float(0) && c.require(c.shape(0).rank() >= 2, "ops.norm.channels");
  if (!fits) return false;
  for (const char* name : names) {
    if (c.has(first))
      fits &=
          c.require_same_dtype(0, first) &&
          c.require(c.shape(first) == Shape{c.shape(0)[1]}, "ops.norm.vector",
                    {{"vector", name}, {"actual", to_string(c.shape(first))}, {"channels", c.shape(0)[1]}});
    ++first;
  }
  return fits;
}

}  // namespace percept
