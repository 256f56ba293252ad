// Elements by their positions, and positions by their elements.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

// Positions counted from the front.
Value from_front(C& c, Value indices, std::int64_t size) {
  indices = cast(indices, DType::i64);
  return where(less(indices, c.number_like(indices, 0)), indices + double(size), indices);
}

// The positions in the flat tensor of elements whose index along `axis` is given for each: the positions of
// the indices' own places, but along the axis.
Value flat_positions(C& c, Value indices, const Shape& shape, int axis) {
  Ints strides = strides_of(shape);
  const Shape& own = indices.shape();
  Tensor base = c.table(DType::i64, own);
  Ints at(std::size_t(own.rank()), 0);
  for (std::int64_t i = 0; i < base.size(); ++i) {
    std::int64_t position = 0;
    for (int a = 0; a < own.rank(); ++a)
      if (a != axis) position += at[std::size_t(a)] * strides[std::size_t(a)];
    base.data<std::int64_t>()[std::size_t(i)] = position;
    for (int a = own.rank() - 1; a >= 0 && ++at[std::size_t(a)] == own[a]; --a) at[std::size_t(a)] = 0;
  }
  return c.constant(std::move(base)) + indices * double(strides[std::size_t(axis)]);
}

// The positions in the flat tensor [all] of the items that index tuples [..., k] name, an item each.
Value tuple_positions(C& c, Value indices, const Ints& sizes) {
  std::int64_t k = indices.shape()[-1];
  Ints factors(std::size_t(k), 1);
  for (std::int64_t i = k - 2; i >= 0; --i)
    factors[std::size_t(i)] = factors[std::size_t(i + 1)] * sizes[std::size_t(i + 1)];
  Value sum;
  for (std::int64_t i = 0; i < k; ++i) {
    Value part = squeeze(slice(indices, {.axis = -1, .begin = i, .end = i + 1}), -1);
    part = from_front(c, part, sizes[std::size_t(i)]) * double(factors[std::size_t(i)]);
    sum = sum ? sum + part : part;
  }
  return sum;
}

// Each row of the values [k, m] added to the row of zeros [rows, m] at its position.
Value added(Value values, Value positions, std::int64_t rows) {
  return take_backward(values, positions, {.axis = 0, .size = rows});
}

// x[i] and values[j] for the j that have position i, one after the other, combined as `reduction` says;
// without one the last counts. x [n, m], values [k, m], positions [k], which a reduction other than add must
// know.
Value scattered(C& c, Value x, Value positions, Value values, const std::string& reduction) {
  if (reduction == "add") {
    DType dtype = x.dtype();
    DType real = is_float(dtype) ? dtype : DType::f64;
    return cast(cast(x, real) + added(cast(values, real), positions, x.shape()[0]), dtype);
  }
  std::optional<Tensor> known = c.graph().known(positions);
  std::int64_t rows = x.shape()[0];
  c.require_small(rows);
  if (reduction == "none" && known) {
    // Each row comes from x or from the last value that names it.
    Ints from(std::size_t(rows), 0);
    std::iota(from.begin(), from.end(), 0);
    for (std::int64_t j = 0; j < known->size(); ++j) {
      auto i = std::int64_t(known->at(j));
      if (i >= 0 && i < rows) from[std::size_t(i)] = rows + j;
    }
    return take(concat({x, values}), c.constant(from));
  }
  if (reduction == "none") {  // no position twice, as the standard demands
    Value ones = fill(c.graph(), {DType::f32, positions.shape(), 1});
    Value hits = added(ones, positions, rows);
    DType dtype = x.dtype(), real = is_float(dtype) ? dtype : DType::f64;
    Value placed = added(cast(values, real), positions, rows);
    Value hit = less(c.number_like(hits, 0), hits);
    return where(reshape(hit, {rows, 1}), cast(placed, dtype), x);
  }
  c.require(reduction == "mul" || reduction == "max" || reduction == "min", "onnx.refused.attribute",
            {{"attribute", "reduction"}, {"value", reduction}});
  if (!known)
    throw Error(Problem("graph.value_unknown", {{"input", "indices"}}).with_hint("graph.value_unknown.hint"));
  // In rounds, in each of which every row takes part at most once.
  Ints pending(std::size_t(known->size()));
  std::iota(pending.begin(), pending.end(), 0);
  while (!pending.empty()) {
    std::set<std::int64_t> met;
    Ints later, from(std::size_t(rows), -1);
    for (std::int64_t j : pending) {
      auto i = std::int64_t(known->at(j));
      if (i < 0 || i >= rows) continue;
      if (met.insert(i).second)
        from[std::size_t(i)] = j;
      else
        later.push_back(j);
    }
    Tensor hit(DType::boolean, {rows, 1});
    for (std::int64_t i = 0; i < rows; ++i) hit.set(i, from[std::size_t(i)] >= 0);
    for (std::int64_t& j : from) j = std::max<std::int64_t>(j, 0);
    Value chosen = take(values, c.constant(from));
    Value combined = reduction == "mul"   ? mul(x, chosen)
                     : reduction == "max" ? maximum(x, chosen)
                                          : minimum(x, chosen);
    x = where(c.constant(std::move(hit)), combined, x);
    pending = std::move(later);
  }
  return x;
}

Value scatter_elements(C& c) {
  Value x = c[0], values = c[2];
  int axis = axis_of(c.int_of("axis", 0), x.shape().rank());
  Value indices = from_front(c, c[1], x.shape()[axis]);
  Value positions = reshape(flat_positions(c, indices, x.shape(), axis), {indices.shape().elements()});
  Value flat = scattered(c, reshape(x, {x.shape().elements(), 1}), positions,
                         reshape(values, {values.shape().elements(), 1}), c.text_of("reduction", "none"));
  return reshape(flat, x.shape());
}

Value scatter_tuples(C& c) {
  Value x = c[0], indices = c[1], values = c[2];
  int k = int(indices.shape()[-1]);
  Ints sizes(x.shape().begin(), x.shape().begin() + k);
  std::int64_t rows = x.shape().elements(0, k), inner = x.shape().elements(k, x.shape().rank());
  Value positions = tuple_positions(c, indices, sizes);
  std::int64_t count = positions.shape().elements();
  Value flat = scattered(c, reshape(x, {rows, inner}), reshape(positions, {count}),
                         reshape(values, {count, inner}), c.text_of("reduction", "none"));
  return reshape(flat, x.shape());
}

Value gather_tuples(C& c) {
  Value x = c[0], indices = c[1];
  int b = int(c.int_of("batch_dims", 0)), k = int(indices.shape()[-1]);
  const Shape& s = x.shape();
  c.require(b >= 0 && b + k <= s.rank() && b < indices.shape().rank(), "onnx.refused.rank",
            {{"rank", s.rank()}});
  Ints sizes(s.begin() + b, s.begin() + b + k), dims(indices.shape().begin(), indices.shape().end() - 1);
  Value positions = tuple_positions(c, indices, sizes);
  std::int64_t batch = s.elements(0, b), rows = s.elements(b, b + k), inner = s.elements(b + k, s.rank());
  if (b > 0) {  // each batch has rows of its own
    Tensor first = c.table(DType::i64, {batch, 1});
    for (std::int64_t i = 0; i < batch; ++i) first.set(i, double(i * rows));
    positions = reshape(positions, {batch, positions.shape().elements() / std::max<std::int64_t>(batch, 1)}) +
                c.constant(std::move(first));
  }
  dims.insert(dims.end(), s.begin() + b + k, s.end());
  return reshape(take(reshape(x, {batch * rows, inner}), reshape(positions, {positions.shape().elements()})),
                 Shape(dims));
}

// depth values of `off` with `on` at the index; the new axis may stand anywhere.
Value one_hot_between(C& c) {
  Value indices = c.as_is(0), values = c.as_is(2);
  std::int64_t depth = std::int64_t(c.number(1));
  int rank = indices.shape().rank(), axis = axis_of(c.int_of("axis", -1), rank + 1);
  Value hot = one_hot(from_front(c, indices, depth), depth, DType::boolean);
  Ints order;
  for (int i = 0, from = 0; i <= rank; ++i) order.push_back(i == axis ? rank : from++);
  Value off = reshape(slice(values, {.begin = 0, .end = 1}), Shape()),
        on = reshape(slice(values, {.begin = 1, .end = 2}), Shape());
  return where(transpose(hot, order), on, off);
}

void largest(C& c) {
  Value x = c[0];
  std::int64_t k = c.opset() < 10 ? c.int_of("k") : c.integer(1);
  Sorted sorted = top_k(
      x, k,
      {.axis = axis_of(c.int_of("axis", -1), x.shape().rank()), .descending = c.int_of("largest", 1) != 0});
  c.set(0, sorted.values);
  c.set(1, sorted.positions);
}

// Their number depends on the numbers in x.
Value non_zero(C& c) {
  Tensor x = c.known(0);
  c.require_small(x.size());
  int rank = x.shape().rank();
  Ints strides = strides_of(x.shape()), found;
  for (std::int64_t i = 0; i < x.size(); ++i)
    if (x.at(i) != 0) found.push_back(i);
  Tensor positions(DType::i64, {rank, std::int64_t(found.size())});
  for (int a = 0; a < rank; ++a)
    for (std::size_t j = 0; j < found.size(); ++j)
      positions.set(a * std::int64_t(found.size()) + std::int64_t(j),
                    double(found[j] / strides[std::size_t(a)] % x.shape()[a]));
  return c.constant(std::move(positions));
}

Value compressed(C& c) {
  Value x = c[0];
  Tensor kept = c.known(1);
  Ints places;
  for (std::int64_t i = 0; i < kept.size(); ++i)
    if (kept.at(i) != 0) places.push_back(i);
  if (!c.given("axis")) return take(reshape(x, {x.shape().elements()}), c.constant(places));
  return take(x, c.constant(places), axis_of(c.int_of("axis"), x.shape().rank()));
}

// The different slices along an axis (or elements), in order or as they are first met, where each was first
// met, which one every slice is, and how often each occurs.
void different(C& c) {
  Value x = c[0];
  bool flat = !c.given("axis");
  if (flat) x = reshape(x, {x.shape().elements()});
  int axis = flat ? 0 : axis_of(c.int_of("axis"), x.shape().rank());
  std::optional<Tensor> known = flat ? std::optional(c.known(0)) : c.known(0);
  std::int64_t outer = x.shape().elements(0, axis), size = x.shape()[axis],
               inner = x.shape().elements(axis + 1, x.shape().rank());
  std::map<std::vector<double>, std::int64_t> first;  // in the order of their elements
  std::vector<const std::vector<double>*> slices;
  for (std::int64_t j = 0; j < size; ++j) {
    std::vector<double> slice;
    for (std::int64_t o = 0; o < outer; ++o)
      for (std::int64_t i = 0; i < inner; ++i) slice.push_back(known->at((o * size + j) * inner + i));
    slices.push_back(&first.emplace(std::move(slice), j).first->first);
  }
  std::vector<std::pair<const std::vector<double>*, std::int64_t>> order;
  for (const auto& [slice, at] : first) order.emplace_back(&slice, at);
  if (!c.int_of("sorted", 1))
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::map<const std::vector<double>*, std::int64_t> rank;
  Ints firsts, inverse, counts(order.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i].first] = std::int64_t(i);
    firsts.push_back(order[i].second);
  }
  for (const auto* slice : slices) {
    inverse.push_back(rank.at(slice));
    ++counts[std::size_t(inverse.back())];
  }
  c.set(0, take(x, c.constant(firsts), axis));
  c.set(1, c.constant(firsts));
  c.set(2, c.constant(inverse));
  c.set(3, c.constant(counts));
}

}  // namespace

void add_indexing(Mappings& m) {
  m.add("Gather", [](C& c) {
    Value x = c[0], indices = c.as_is(1);
    return take(x, indices, axis_of(c.int_of("axis", 0), x.shape().rank()));
  });
  m.add("GatherElements", [](C& c) {
    Value x = c[0], indices = c.as_is(1);
    int axis = axis_of(c.int_of("axis", 0), x.shape().rank());
    if (indices.shape() == x.shape()) return gather(x, indices, axis);
    // Fewer indices than elements along the other axes: those in front are meant.
    for (int a = 0; a < x.shape().rank(); ++a)
      if (a != axis && indices.shape()[a] < x.shape()[a])
        x = slice(x, {.axis = a, .end = indices.shape()[a]});
    return gather(x, indices, axis);
  });
  m.add("GatherND", gather_tuples);
  m.add("ScatterElements", scatter_elements);
  m.add("Scatter", scatter_elements);
  m.add("ScatterND", scatter_tuples);
  m.add("OneHot", one_hot_between);
  m.add("TopK", largest);
  m.add("NonZero", non_zero);
  m.add("Compress", compressed);
  m.add("Unique", different);
}

}  // namespace percept::onnx
