// Pooling of signals and volumes, global and adaptive pooling, made of max_pool2d, average_pool2d and the
// reductions.
#include <algorithm>
#include <numeric>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/ops/resampling.hpp"
#include "rules.hpp"

namespace percept {
namespace {

[[noreturn]] void refuse(const char* op, Value x, Problem problem, Location at) {
  throw Error(std::move(problem).about(op).operand({"input", x.name(), to_string(x.type())}).at(at));
}

Value pooled(Value x, bool largest, Extent2d kernel, Extent2d stride, Extent2d padding, Location at) {
  Padding2d around{padding.h, padding.w};
  return largest ? max_pool2d(x, {kernel, stride, around}, at).output
                 : average_pool2d(x, {kernel, stride, around, true}, at);
}

Value pool1d(const char* op, Value x, bool largest, Pool1dOptions o, Location at) {
  if (x.shape().rank() != 3) refuse(op, x, Problem("ops.conv.rank", {{"rank", 3}}), at);
  return squeeze(pooled(unsqueeze(x, 2, at), largest, {1, o.kernel}, {1, o.stride}, {0, o.padding}, at), 2,
                 at);
}

// Both the largest and the mean of a box can be taken along one axis after the other.
Value pool3d(const char* op, Value x, bool largest, Pool3dOptions o, Location at) {
  if (x.shape().rank() != 5) refuse(op, x, Problem("ops.conv.rank", {{"rank", 5}}), at);
  const Shape s = x.shape();
  Value slices = reshape(x, {s[0], s[1] * s[2], s[3], s[4]}, at);
  slices = pooled(slices, largest, {o.kernel.h, o.kernel.w}, {o.stride.h, o.stride.w},
                  {o.padding.h, o.padding.w}, at);
  std::int64_t h = slices.shape()[2], w = slices.shape()[3];
  Value columns = reshape(slices, {s[0], s[1], s[2], h * w}, at);
  columns = pooled(columns, largest, {o.kernel.d, 1}, {o.stride.d, 1}, {o.padding.d, 0}, at);
  return reshape(columns, {s[0], s[1], columns.shape()[2], h, w}, at);
}

std::vector<std::int64_t> places(const char* op, Value x, Location at) {
  if (x.shape().rank() < 3) refuse(op, x, Problem("ops.pool.places"), at);
  std::vector<std::int64_t> axes(std::size_t(x.shape().rank() - 2));
  std::iota(axes.begin(), axes.end(), 2);
  return axes;
}

void require_sizes(const char* op, Value x, const std::vector<std::int64_t>& sizes, Location at) {
  bool fits = int(sizes.size()) == x.shape().rank() - 2;
  for (std::size_t k = 0; fits && k < sizes.size(); ++k) fits = sizes[k] >= 1 && x.shape()[int(k) + 2] >= 1;
  if (!fits || sizes.empty()) refuse(op, x, Problem("ops.pool.sizes"), at);
}

}  // namespace

Value max_pool1d(Value input, Pool1dOptions options, Location at) {
  return pool1d("max_pool1d", input, true, options, at);
}
Value average_pool1d(Value input, Pool1dOptions options, Location at) {
  return pool1d("average_pool1d", input, false, options, at);
}
Value max_pool3d(Value input, Pool3dOptions options, Location at) {
  return pool3d("max_pool3d", input, true, options, at);
}
Value average_pool3d(Value input, Pool3dOptions options, Location at) {
  return pool3d("average_pool3d", input, false, options, at);
}

Value global_max_pool(Value input, Location at) {
  return reduce_max(input, {places("global_max_pool", input, at), true}, at);
}
Value global_average_pool(Value input, Location at) {
  return reduce_mean(input, {places("global_average_pool", input, at), true}, at);
}

Value adaptive_max_pool(Value x, const std::vector<std::int64_t>& sizes, Location at) {
  require_sizes("adaptive_max_pool", x, sizes, at);
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    int axis = int(k) + 2;
    std::int64_t from = x.shape()[axis], to = sizes[k];
    if (from == to) continue;
    std::vector<Value> parts;
    for (std::int64_t i = 0; i < to; ++i) {
      std::int64_t begin = i * from / to, end = ((i + 1) * from + to - 1) / to;
      Value window = slice(x, {.axis = axis, .begin = begin, .end = end}, at);
      parts.push_back(reduce_max(window, {{axis}, true}, at));
    }
    x = concat(parts, axis, at);
  }
  return x;
}

Value adaptive_average_pool(Value x, const std::vector<std::int64_t>& sizes, Location at) {
  require_sizes("adaptive_average_pool", x, sizes, at);
  if (std::all_of(sizes.begin(), sizes.end(), [](auto size) { return size == 1; }))
    return global_average_pool(x, at);
  return interpolate(x, sizes, {.mode = "area"}, at);
}

}  // namespace percept
