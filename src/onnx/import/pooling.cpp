// Windows reduced to one number.
#include <algorithm>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"
#include "windows.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

std::vector<WindowAxis> windows_of(C& c, Value x) {
  return percept::onnx::windows_of(c, c.ints_of("kernel_shape"), places_of(c, x));
}

// x with the windows of one axis side by side: [..., size, ...] to [..., count, kernel, ...].
Value unfolded(C& c, Value x, int axis, const WindowAxis& w) {
  std::int64_t count = w.count(x.shape()[axis] - w.before - w.after - w.extra);
  Tensor from = c.table(DType::i64, {count, w.kernel});
  for (std::int64_t i = 0; i < count; ++i)
    for (std::int64_t k = 0; k < w.kernel; ++k)
      from.set(i * w.kernel + k, double(i * w.stride + k * w.dilation));
  return take(x, c.constant(std::move(from)), axis);
}

// Axis by axis, for what the largest, and the sum, can be taken so.
template <class Reduce>
Value reduced_axis_by_axis(C& c, Value x, const std::vector<WindowAxis>& windows, Reduce reduce) {
  for (std::size_t i = 0; i < windows.size(); ++i) {
    int axis = int(i) + 2;
    x = reduce(unfolded(c, x, axis, windows[i]), ReduceOptions{.axes = {axis + 1}});
  }
  return x;
}

Value padded_with(C& c, Value x, const std::vector<WindowAxis>& windows, double number) {
  Value inside = fill(c.graph(), {DType::boolean, x.shape(), 1}), y = x;
  bool any = false;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const WindowAxis& w = windows[i];
    any = any || w.before || w.after + w.extra;
    y = pad(y, std::int64_t(i) + 2, w.before, w.after + w.extra);
    inside = pad(inside, std::int64_t(i) + 2, w.before, w.after + w.extra);
  }
  return any && number != 0 ? where(inside, y, c.number_like(y, number)) : y;
}

// Signals are images one row high.
std::vector<WindowAxis> as_image(std::vector<WindowAxis> windows) {
  if (windows.size() == 1) windows.insert(windows.begin(), WindowAxis());
  return windows;
}

void max_pooled(C& c) {
  Value x = c[0];
  DType dtype = x.dtype();
  if (!is_float(dtype)) x = cast(x, DType::f32);
  std::vector<WindowAxis> w = windows_of(c, x);
  bool dilated = std::any_of(w.begin(), w.end(), [](const WindowAxis& a) { return a.dilation != 1; });
  bool small = std::all_of(w.begin(), w.end(), [](const WindowAxis& a) {
    return a.before < a.kernel && a.after + a.extra < a.kernel;
  });
  if (w.size() > 2 || dilated || !small) {
    c.require(!c.wants(1), "onnx.refused.indices");
    double least = -std::numeric_limits<double>::infinity();
    Value y = reduced_axis_by_axis(c, padded_with(c, x, w, least), w,
                                   [](Value v, ReduceOptions o) { return reduce_max(v, o); });
    return c.set(0, cast(y, dtype));
  }
  bool signal = w.size() == 1;
  if (signal) x = unsqueeze(x, 2);
  w = as_image(w);
  MaxPool2d pooled = max_pool2d(
      x, {.kernel = {w[0].kernel, w[1].kernel},
          .stride = {w[0].stride, w[1].stride},
          .padding = {w[0].before, w[1].before, w[0].after + w[0].extra, w[1].after + w[1].extra}});
  Value y = pooled.output;
  c.set(0, cast(signal ? squeeze(y, 2) : y, dtype));
  if (!c.wants(1)) return;
  // Positions in the whole tensor, not in their plane; column by column where `storage_order` says so.
  Value places = cast(pooled.indices, DType::i64);
  std::int64_t rows = x.shape()[2], columns = x.shape()[3], planes = x.shape()[0] * x.shape()[1];
  if (c.int_of("storage_order")) {
    Value row = places / double(columns);
    places = (places - row * double(columns)) * double(rows) + row;
  }
  Tensor first = c.table(DType::i64, {x.shape()[0], x.shape()[1], 1, 1});
  for (std::int64_t i = 0; i < planes; ++i) first.set(i, double(i * rows * columns));
  places = places + c.constant(std::move(first));
  c.set(1, signal ? squeeze(places, 2) : places);
}

Value average_pooled(C& c) {
  Value x = c[0];
  std::vector<WindowAxis> w = windows_of(c, x);
  bool count = c.int_of("count_include_pad") != 0;
  bool plain = std::all_of(w.begin(), w.end(), [](const WindowAxis& a) {
    return a.extra == 0 && a.dilation == 1 && a.before < a.kernel && a.after < a.kernel;
  });
  if (w.size() <= 2 && plain) {
    bool signal = w.size() == 1;
    if (signal) x = unsqueeze(x, 2);
    w = as_image(w);
    Value y = average_pool2d(x, {.kernel = {w[0].kernel, w[1].kernel},
                                 .stride = {w[0].stride, w[1].stride},
                                 .padding = {w[0].before, w[1].before, w[0].after, w[1].after},
                                 .count_padding = count});
    return signal ? squeeze(y, 2) : y;
  }
  // The sum of each window, divided by the elements in it that count.
  auto sum = [](Value v, ReduceOptions o) { return reduce_sum(v, o); };
  Value ones = fill(c.graph(), {x.dtype(), Shape(Ints(std::size_t(x.shape().rank()), 1)), 1});
  Ints dims = x.shape().dims();
  dims[0] = dims[1] = 1;
  ones = broadcast_to(ones, Shape(dims));
  if (count) {
    std::vector<WindowAxis> behind = w;
    for (std::size_t i = 0; i < w.size(); ++i) {
      ones = pad(ones, std::int64_t(i) + 2, w[i].before, w[i].after, PadMode::replicate);
      behind[i].before = behind[i].after = 0;
    }
    ones = padded_with(c, ones, behind, 0);
  } else {
    ones = padded_with(c, ones, w, 0);
  }
  return reduced_axis_by_axis(c, padded_with(c, x, w, 0), w, sum) / reduced_axis_by_axis(c, ones, w, sum);
}

// The p-th root of the sum of p-th powers.
Value power_pooled(C& c) {
  Value x = c[0];
  double p = double(c.int_of("p", 2));
  std::vector<WindowAxis> w = windows_of(c, x);
  Value sum = reduced_axis_by_axis(c, padded_with(c, pow(abs(x), p), w, 0), w,
                                   [](Value v, ReduceOptions o) { return reduce_sum(v, o); });
  return pow(sum, 1 / p);
}

Value global_power_pooled(C& c) {
  Value x = c[0];
  double p = double(c.int_of("p", 2));
  Ints axes;
  for (int i = 2; i < x.shape().rank(); ++i) axes.push_back(i);
  return pow(reduce_sum(pow(abs(x), p), {.axes = axes, .keep = true}), 1 / p);
}

// Puts each element where `indices` says it was taken from, among zeros.
Value max_unpooled(C& c) {
  Value x = c[0], indices = c[1];
  Ints sizes = places_of(c, x);
  std::vector<WindowAxis> w = windows_of(c, x);
  Ints natural = {x.shape()[0], x.shape()[1]};
  for (std::size_t i = 0; i < sizes.size(); ++i)
    natural.push_back((sizes[i] - 1) * w[i].stride + w[i].kernel - w[i].before - w[i].after);
  Ints dims = c.has(2) ? c.integers(2) : natural;
  std::int64_t all = Shape(natural).elements(), count = x.shape().elements();
  Value flat = take_backward(reshape(x, {count, 1}), reshape(indices, {count}), {.axis = 0, .size = all});
  Value y = reshape(flat, Shape(natural));
  if (dims.size() != natural.size())
    throw Error(Problem("onnx.windows",
                        {{"attribute", "output_shape"}, {"have", dims.size()}, {"want", natural.size()}}));
  for (int i = 2; i < int(dims.size()); ++i) y = pad(y, i, 0, dims[std::size_t(i)] - natural[std::size_t(i)]);
  return y;
}

}  // namespace

void add_pooling(Mappings& m) {
  m.add("MaxPool", max_pooled);
  m.add("AveragePool", average_pooled);
  m.add("LpPool", power_pooled);
  m.add("GlobalMaxPool", [](C& c) { return global_max_pool(c[0]); });
  m.add("GlobalAveragePool", [](C& c) { return global_average_pool(c[0]); });
  m.add("GlobalLpPool", global_power_pooled);
  m.add("MaxUnpool", max_unpooled);
}

}  // namespace percept::onnx
