// Ops that arrange elements anew.
#include "percept/ops/arrangement.hpp"

#include <algorithm>

#include "translation.hpp"

namespace percept::onnx::exporting {
namespace {

std::optional<Translation> reshape(const Node& node, const Context& c) {
  Sizes from = c.traces.sizes(node.inputs[0]), to = c.traces.sizes(c.traces.value(node.id, 0));
  return single(node.inputs, [from, to](Writer& w, const Names& in) { return w.reshape(in[0], from, to); });
}

std::optional<Translation> transpose(const Node& node, const Context&) {
  auto order = node.attributes.as<TransposeOptions>().order;
  return single(node.inputs, [order](Writer& w, const Names& in) {
    return w.node("Transpose", in, order.empty() ? Fields{} : Fields{{"perm", order}});
  });
}

// An axis that x has already may stay 1 in the target: Expand broadcasts both ways.
std::optional<Translation> broadcast_to(const Node& node, const Context& c) {
  Sizes from = c.traces.sizes(node.inputs[0]), to = c.traces.sizes(c.traces.value(node.id, 0));
  for (std::size_t i = 1; i <= from.size(); ++i)
    if (from[from.size() - i] == to[to.size() - i]) to[to.size() - i] = {0, 1};
  return single(node.inputs, [to](Writer& w, const Names& in) {
    return w.node("Expand", {in[0], w.sizes(to)});
  });
}

std::optional<Translation> concat(const Node& node, const Context&) {
  std::int64_t axis = node.attributes.as<ConcatOptions>().axis;
  return single(node.inputs, [axis](Writer& w, const Names& in) {
    return w.node("Concat", in, {{"axis", axis}});
  });
}

std::optional<Translation> slice(const Node& node, const Context& c) {
  auto o = node.attributes.as<SliceOptions>();
  Size begin = c.traces.number(node, "begin"), end = c.traces.number(node, "end");
  return single(node.inputs, [=](Writer& w, const Names& in) {
    return w.node("Slice", {in[0], w.sizes({begin}), w.sizes({end}), w.ints({o.axis}), w.ints({o.step})});
  });
}

// Zeros on both sides of an axis.
std::string padded(Writer& w, const std::string& x, int rank, int axis, Size before, Size after) {
  Sizes pads(std::size_t(2 * rank));
  pads[std::size_t(axis)] = before;
  pads[std::size_t(rank + axis)] = after;
  bool none = before == Size{} && after == Size{};
  return none ? x : w.node("Pad", {x, w.sizes(pads)});
}

// x with step - 1 zeros behind every element of an axis but the last.
std::string spaced(Writer& w, std::string x, Sizes sizes, int axis, std::int64_t step) {
  auto at = std::size_t(axis);
  Size count = sizes[at], with_gaps{count.each * step, count.fixed * step};
  Sizes split = sizes, joined = sizes;
  split.insert(split.begin() + axis + 1, {0, 1});
  joined[at] = with_gaps;
  x = padded(w, w.reshape(x, sizes, split), int(split.size()), axis + 1, {}, {0, step - 1});
  split[at + 1] = {0, step};
  x = w.reshape(x, split, joined);
  Size end = with_gaps - Size{0, step - 1};
  return w.node("Slice", {x, w.ints({0}), w.sizes({end}), w.ints({axis})});
}

std::optional<Translation> place(const Node& node, const Context& c) {
  auto o = node.attributes.as<PlaceOptions>();
  Sizes from = c.traces.sizes(node.inputs[0]);
  int rank = int(from.size()), axis = int(o.axis < 0 ? o.axis + rank : o.axis);
  Size begin = c.traces.number(node, "begin"), size = c.traces.number(node, "size");
  return single(node.inputs, [=](Writer& w, const Names& in) {
    std::int64_t step = std::abs(o.step);
    Size count = from[std::size_t(axis)], first = begin;
    if (count == Size{})  // nothing is placed
      return padded(w, in[0], rank, axis, {}, size);
    std::string x = in[0];
    Size reach{(count.each) * step, (count.fixed - 1) * step};  // from the first element to the last
    if (o.step < 0) {
      constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
      x = w.node("Slice", {x, w.ints({-1}), w.ints({kLeast}), w.ints({axis}), w.ints({-1})});
      first = begin - reach;
    }
    if (step > 1) x = spaced(w, x, from, axis, step);
    return padded(w, x, rank, axis, first, size - first - reach - Size{0, 1});
  });
}

}  // namespace

Table arrangement_table() {
  static const Entry table[] = {
      {"broadcast_to", broadcast_to, {"shape"}}, {"concat", concat},
      {"place", place, {"begin", "size"}},       {"reshape", reshape, {"shape"}},
      {"slice", slice, {"begin", "end"}},        {"transpose", transpose},
  };
  return table;
}

}  // namespace percept::onnx::exporting
