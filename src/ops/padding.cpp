// pad, tile, squeeze and unsqueeze, made of the ops for arranging.
#include <algorithm>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/creation.hpp"
#include "rules.hpp"

namespace percept {
namespace {

// `axis` from the front; throws where x has none such.
int checked_axis(Value x, std::int64_t axis, int axes, const char* what, Location at) {
  if (axis < -axes || axis >= axes)
    throw Error(Problem("graph.axis", {{"axis", axis}, {"input", "x"}, {"rank", axes}})
                    .about(what)
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  return int(axis < 0 ? axis + axes : axis);
}

// Where the element at `position` of the padded axis comes from.
std::int64_t source(std::int64_t position, std::int64_t size, PadMode mode) {
  switch (mode) {
    case PadMode::reflect: {
      std::int64_t period = std::max<std::int64_t>(2 * (size - 1), 1),
                   p = (position % period + period) % period;
      return p < size ? p : period - p;
    }
    case PadMode::replicate: return std::clamp<std::int64_t>(position, 0, size - 1);
    case PadMode::circular: return (position % size + size) % size;
    case PadMode::zeros: break;
  }
  return position;
}

}  // namespace

Value pad(Value x, std::int64_t axis, std::int64_t before, std::int64_t after, PadMode mode, Location at) {
  int a = checked_axis(x, axis, x.shape().rank(), "pad", at);
  std::int64_t size = x.shape()[a], padded = size + before + after;
  if (padded < 0 || (mode != PadMode::zeros && size == 0 && padded > 0) ||
      (mode == PadMode::reflect && std::max(before, after) >= std::max<std::int64_t>(size, 1)))
    throw Error(Problem("ops.pad.size", {{"before", before}, {"after", after}, {"size", size}})
                    .about("pad")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  if (before == 0 && after == 0) return x;
  if (before <= 0 && after <= 0) return slice(x, {.axis = a, .begin = -before, .end = size + after}, at);
  if (mode == PadMode::zeros) {
    Value cut = x;
    if (before < 0 || after < 0)
      cut = slice(x,
                  {.axis = a,
                   .begin = std::max<std::int64_t>(-before, 0),
                   .end = size + std::min<std::int64_t>(after, 0)},
                  at);
    return place(cut, {.axis = a, .begin = std::max<std::int64_t>(before, 0), .size = padded}, at);
  }
  std::vector<std::int64_t> sources;
  for (std::int64_t i = 0; i < padded; ++i) sources.push_back(source(i - before, size, mode));
  return take(x, x.graph().constant(Tensor::from<std::int64_t>({padded}, sources)), a, at);
}

Value tile(Value x, const std::vector<std::int64_t>& times, Location at) {
  if (int(times.size()) != x.shape().rank() ||
      std::any_of(times.begin(), times.end(), [](auto t) { return t < 0; }))
    throw Error(Problem("ops.tile.times", {{"rank", x.shape().rank()}})
                    .about("tile")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  // Every axis in two: how often, and what is repeated.
  std::vector<std::int64_t> split, repeated, joined;
  for (int a = 0; a < x.shape().rank(); ++a) {
    std::int64_t size = x.shape()[a], n = times[std::size_t(a)];
    split.insert(split.end(), {1, size});
    repeated.insert(repeated.end(), {n, size});
    joined.push_back(n * size);
  }
  if (std::count(times.begin(), times.end(), 0)) return fill(x.graph(), {x.dtype(), Shape(joined), 0}, at);
  return reshape(broadcast_to(reshape(x, Shape(split), at), Shape(repeated), at), Shape(joined), at);
}

Value squeeze(Value x, std::int64_t axis, Location at) {
  int a = checked_axis(x, axis, x.shape().rank(), "squeeze", at);
  if (x.shape()[a] != 1)
    throw Error(Problem("ops.squeeze.size", {{"axis", axis}, {"size", x.shape()[a]}})
                    .about("squeeze")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  std::vector<std::int64_t> dims = x.shape().dims();
  dims.erase(dims.begin() + a);
  return reshape(x, Shape(std::move(dims)), at);
}

Value unsqueeze(Value x, std::int64_t axis, Location at) {
  int a = checked_axis(x, axis, x.shape().rank() + 1, "unsqueeze", at);
  std::vector<std::int64_t> dims = x.shape().dims();
  dims.insert(dims.begin() + a, 1);
  return reshape(x, Shape(std::move(dims)), at);
}

}  // namespace percept
