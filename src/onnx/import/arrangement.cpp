// What arranges elements anew without computing with them.
#include <algorithm>
#include <numeric>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

// 0 keeps the size of the same axis, unless `allowzero` says that it is one; -1 is what remains.
Value reshaped(C& c) {
  Value x = c[0];
  Ints target = c.ints_of_input_or(1, "shape").value_or(Ints());
  std::int64_t rest = 1;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] == 0 && !c.int_of("allowzero") && int(i) < x.shape().rank()) target[i] = x.shape()[int(i)];
    if (target[i] >= 0) rest = Shape{rest, target[i]}.elements();  // which throws where it overflows
  }
  for (std::int64_t& size : target)
    if (size == -1 && rest > 0) size = x.shape().elements() / rest;
  return reshape(x, Shape(target));
}

Value flattened(C& c) {
  Value x = c[0];
  int rank = x.shape().rank();
  std::int64_t axis = c.int_of("axis", 1);
  int a = axis == rank ? rank : axis_of(axis, std::max(rank, 1));
  return reshape(x, {x.shape().elements(0, a), x.shape().elements(a, rank)});
}

Value squeezed(C& c) {
  Value x = c[0];
  int rank = x.shape().rank();
  std::optional<Ints> axes = c.ints_of_input_or(1, "axes");
  std::vector<bool> gone(std::size_t(rank), false);
  if (axes)
    for (std::int64_t axis : *axes) gone[std::size_t(axis_of(axis, rank))] = true;
  Ints dims;
  for (int a = 0; a < rank; ++a) {
    if (!axes && x.shape()[a] == 1) gone[std::size_t(a)] = true;
    if (gone[std::size_t(a)] && x.shape()[a] != 1) return squeeze(x, a);  // which says what is wrong
    if (!gone[std::size_t(a)]) dims.push_back(x.shape()[a]);
  }
  return reshape(x, Shape(dims));
}

// The axes count in the result.
Value unsqueezed(C& c) {
  Value x = c[0];
  Ints axes = c.ints_of_input_or(1, "axes").value_or(Ints());
  int rank = x.shape().rank() + int(axes.size());
  for (std::int64_t& axis : axes) axis = axis_of(axis, rank);
  std::sort(axes.begin(), axes.end());
  for (std::int64_t axis : axes) x = unsqueeze(x, axis);
  return x;
}

Value concatenated(C& c) {
  std::vector<Value> parts;
  for (int i = 0; i < c.inputs(); ++i) parts.push_back(c[i]);
  return concat(parts, c.int_of("axis", c.opset() < 4 ? 1 : 0));
}

void split_up(C& c) {
  Value x = c[0];
  int axis = axis_of(c.int_of("axis", 0), x.shape().rank());
  std::int64_t size = x.shape()[axis], parts = c.outputs();
  Ints sizes = c.ints_of_input_or(1, "split").value_or(Ints());
  if (sizes.empty()) {
    std::int64_t each = (size + parts - 1) / parts;  // with num_outputs the last may be smaller
    for (std::int64_t i = 0; i < parts; ++i)
      sizes.push_back(std::clamp<std::int64_t>(size - i * each, 0, each));
  }
  std::vector<Value> made = split(x, sizes, axis);
  for (int i = 0; i < int(made.size()); ++i) c.set(i, made[std::size_t(i)]);
}

Value sliced(C& c) {
  Value x = c[0];
  bool inputs = c.opset() >= 10;
  Ints begins = inputs ? c.integers(1) : c.ints_of("starts"),
       ends = inputs ? c.integers(2) : c.ints_of("ends");
  Ints axes = c.ints_of_input_or(3, "axes").value_or(Ints()),
       steps = inputs && c.has(4) ? c.integers(4) : Ints();
  if (axes.empty()) axes.resize(begins.size()), std::iota(axes.begin(), axes.end(), 0);
  if (steps.empty()) steps.assign(begins.size(), 1);
  if (ends.size() != begins.size() || axes.size() != begins.size() || steps.size() != begins.size())
    throw Error(Problem("onnx.slice"));
  for (std::size_t i = 0; i < begins.size(); ++i) x = slice(x, {axes[i], begins[i], ends[i], steps[i]});
  return x;
}

// What is added holds a number, the mirror image, or the edge.
Value padded(C& c) {
  Value x = c[0];
  int rank = x.shape().rank();
  Ints pads = c.ints_of_input_or(1, c.opset() < 2 ? "paddings" : "pads").value_or(Ints());
  Ints axes;
  if (c.has(3)) axes = c.integers(3);
  if (axes.empty()) axes.resize(std::size_t(rank)), std::iota(axes.begin(), axes.end(), 0);
  if (pads.size() != 2 * axes.size())
    throw Error(Problem("onnx.pads", {{"have", pads.size()}, {"want", 2 * axes.size()}}));
  for (std::int64_t size : pads)
    c.require_small(std::abs(std::max<std::int64_t>(size, -std::numeric_limits<std::int64_t>::max())));
  c.require_text("mode", "constant", {"constant", "reflect", "edge", "wrap"});
  std::string mode = c.text_of("mode", "constant");
  PadMode kind = mode == "reflect" ? PadMode::reflect
                 : mode == "edge"  ? PadMode::replicate
                 : mode == "wrap"  ? PadMode::circular
                                   : PadMode::zeros;
  double number = c.opset() < 11 ? c.float_of("value", 0) : 0;
  if (c.opset() >= 11 && c.has(2) && c.known(2).size() > 0) number = c.number(2);
  auto widened = [&](Value v) {
    for (std::size_t i = 0; i < axes.size(); ++i)
      v = pad(v, axis_of(axes[i], rank), pads[i], pads[i + axes.size()], kind);
    return v;
  };
  if (kind != PadMode::zeros || number == 0) return widened(x);
  Value inside = widened(fill(c.graph(), {DType::boolean, x.shape(), 1}));
  return where(inside, widened(x), c.number_like(x, number));
}

Value repeated(C& c) {
  Value x = c[0];
  if (c.opset() >= 6) {
    Ints times = c.integers(1);
    for (std::int64_t n : times) c.require_small(n);
    return tile(x, times);
  }
  Ints times(std::size_t(x.shape().rank()), 1);
  times[std::size_t(axis_of(c.integer(2), x.shape().rank()))] = c.integer(1);
  return tile(x, times);
}

// To the shape that x and the target broadcast to.
Value expanded(C& c) {
  Value x = c[0];
  Ints target = c.integers(1), own = x.shape().dims();
  std::size_t rank = std::max(target.size(), own.size());
  target.insert(target.begin(), rank - target.size(), 1);
  own.insert(own.begin(), rank - own.size(), 1);
  for (std::size_t i = 0; i < rank; ++i)
    if (target[i] == 1) target[i] = own[i];
  return broadcast_to(x, Shape(target));
}

// Blocks of channels become blocks of places; CRD takes the channels first apart.
Value depth_to_space(C& c) {
  Value x = c[0];
  const Shape& s = x.shape();
  c.require(s.rank() == 4, "onnx.refused.rank", {{"rank", s.rank()}});
  std::int64_t b = std::clamp<std::int64_t>(c.int_of("blocksize"), 1, 1 << 15),
               channels = s[1] / std::max<std::int64_t>(b * b, 1);
  bool crd = c.text_of("mode", "DCR") == "CRD";
  x = crd ? transpose(reshape(x, {s[0], channels, b, b, s[2], s[3]}), {0, 1, 4, 2, 5, 3})
          : transpose(reshape(x, {s[0], b, b, channels, s[2], s[3]}), {0, 3, 4, 1, 5, 2});
  return reshape(x, {s[0], channels, s[2] * b, s[3] * b});
}

Value space_to_depth(C& c) {
  Value x = c[0];
  const Shape& s = x.shape();
  c.require(s.rank() == 4, "onnx.refused.rank", {{"rank", s.rank()}});
  std::int64_t b = std::clamp<std::int64_t>(c.int_of("blocksize"), 1, 1 << 15);
  x = transpose(reshape(x, {s[0], s[1], s[2] / b, b, s[3] / b, b}), {0, 3, 5, 1, 2, 4});
  return reshape(x, {s[0], s[1] * b * b, s[2] / b, s[3] / b});
}

// What lies above a diagonal, or below it.
Value triangle(C& c) {
  Value x = c[0];
  c.require(x.shape().rank() >= 2, "onnx.refused.rank", {{"rank", x.shape().rank()}});
  std::int64_t rows = x.shape()[-2], columns = x.shape()[-1], k = c.has(1) ? c.integer(1) : 0;
  bool upper = c.int_of("upper", 1);
  Tensor kept = c.table(DType::boolean, {rows, columns});
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t j = 0; j < columns; ++j) kept.set(i * columns + j, upper ? j - i >= k : j - i <= k);
  return where(c.constant(std::move(kept)), x, c.number_like(x, 0));
}

// The first lengths[n] steps of each sequence in reverse order.
Value reversed(C& c) {
  Value x = c[0];
  Ints lengths = c.integers(1);
  int time = int(c.int_of("time_axis", 0)), batch = int(c.int_of("batch_axis", 1));
  c.require(time + batch == 1 && time != batch && x.shape().rank() >= 2, "onnx.refused.attribute",
            {{"attribute", "time_axis"}, {"value", std::to_string(time)}});
  std::int64_t steps = x.shape()[time], examples = x.shape()[batch];
  if (std::int64_t(lengths.size()) != examples) throw Error(Problem("onnx.lengths"));
  Shape shape = {x.shape()[0], x.shape()[1]};
  Tensor from = c.table(DType::i64, shape);
  for (std::int64_t n = 0; n < examples; ++n)
    for (std::int64_t t = 0; t < steps; ++t) {
      std::int64_t length = std::clamp<std::int64_t>(lengths[std::size_t(n)], 0, steps);
      from.set(time == 0 ? t * examples + n : n * steps + t, double(t < length ? length - 1 - t : t));
    }
  Ints dims(x.shape().begin(), x.shape().end());
  for (std::size_t i = 2; i < dims.size(); ++i) dims[i] = 1;
  return gather(x, broadcast_to(reshape(c.constant(std::move(from)), Shape(dims)), x.shape()), time);
}

// Without training it passes its input on, and a mask of ones.
void dropped(C& c) {
  Value x = c[0];
  double ratio = c.opset() < 12 ? c.float_of("ratio", 0.5) : c.has(1) ? c.number(1) : 0.5;
  bool asked = c.opset() >= 12 && c.has(2) && c.number(2) != 0;
  bool train = asked || c.graph().mode() == Mode::train;
  Value y = x, mask;
  if (train && ratio > 0) {
    Value drawn = random_uniform(c.graph(), x.shape(), DType::f32);
    mask = less_equal(c.number_like(drawn, ratio), drawn);
    y = where(mask, x / (1 - ratio), c.number_like(x, 0));
  }
  c.set(0, y);
  if (!c.wants(1)) return;
  if (!mask) mask = fill(c.graph(), {DType::boolean, x.shape(), 1});
  c.set_as_is(1, c.opset() < 10 ? cast(mask, x.dtype()) : mask);
}

}  // namespace

void add_arrangement(Mappings& m) {
  m.add("Identity", [](C& c) { c.set_entry(0, c.entry(0)); });
  m.add("Reshape", reshaped);
  m.add("Flatten", flattened);
  m.add("Squeeze", squeezed);
  m.add("Unsqueeze", unsqueezed);
  m.add("Transpose", [](C& c) { return transpose(c[0], c.ints_of("perm")); });
  m.add("Concat", concatenated);
  m.add("Split", split_up);
  m.add("Slice", sliced);
  m.add("Pad", padded);
  m.add("Tile", repeated);
  m.add("Expand", expanded);
  m.add("DepthToSpace", depth_to_space);
  m.add("SpaceToDepth", space_to_depth);
  m.add("Trilu", triangle);
  m.add("ReverseSequence", reversed);
  m.add("Dropout", dropped);
}

}  // namespace percept::onnx
