// Resize, Upsample and GridSample: values between the places of an image.
#include <algorithm>
#include <cmath>
#include <map>

#include "mappings.hpp"
#include "percept/ops/ops.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;
using Ints = std::vector<std::int64_t>;

struct Tap {
  std::int64_t from;
  double weight;
};

struct AxisResize {
  std::string mode, coordinates, nearest;
  double scale = 1, cubic = -0.75, roi_begin = 0, roi_end = 1;
  bool exclude_outside = false, antialias = false;
  std::int64_t from = 1, to = 1;
};

// Where place i of the output lies in the input.
double position(const AxisResize& r, std::int64_t i) {
  double x = double(i);
  const std::string& mode = r.coordinates;
  if (mode == "align_corners") {  // the output's size before it is rounded down, as ONNX's tests have it
    double last = r.scale * double(r.from) - 1;
    return last <= 0 ? 0 : x * double(r.from - 1) / last;
  }
  if (mode == "asymmetric") return x / r.scale;
  if (mode == "pytorch_half_pixel") return r.to > 1 ? (x + 0.5) / r.scale - 0.5 : 0;
  if (mode == "tf_half_pixel_for_nn") return (x + 0.5) / r.scale;
  if (mode == "half_pixel_symmetric") {  // the scale rounded to whole sizes
    double adjusted = double(r.to) / (r.scale * double(r.from)), centre = double(r.from) / 2;
    return centre * (1 - adjusted) + (x + 0.5) / r.scale - 0.5;
  }
  if (mode == "tf_crop_and_resize") {
    double last = double(r.from - 1);
    return r.to > 1 ? r.roi_begin * last + x * (r.roi_end - r.roi_begin) * last / double(r.to - 1)
                    : 0.5 * (r.roi_begin + r.roi_end) * last;
  }
  return (x + 0.5) / r.scale - 0.5;  // half_pixel
}

double kernel(const AxisResize& r, double t) {
  t = std::abs(t);
  if (r.mode == "linear") return std::max(1 - t, 0.0);
  double a = r.cubic;  // Keys 1981
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((t - 5) * t + 8) * t * a - 4 * a : 0;
}

std::int64_t nearest(const AxisResize& r, double x) {
  double down = std::floor(x);
  if (r.nearest == "floor") return std::int64_t(down);
  if (r.nearest == "ceil") return std::int64_t(std::ceil(x));
  bool half = x - down == 0.5;
  if (half) return std::int64_t(r.nearest == "round_prefer_ceil" ? down + 1 : down);
  return std::int64_t(std::floor(x + 0.5));
}

std::vector<Tap> taps(const AxisResize& r, double x) {
  auto held = [&](std::int64_t i) { return std::clamp<std::int64_t>(i, 0, r.from - 1); };
  if (r.mode == "nearest") return {{held(nearest(r, x)), 1}};
  // Shrinking with antialias widens the kernel by as much.
  double stretch = r.antialias && r.scale < 1 ? r.scale : 1, reach = (r.mode == "linear" ? 1 : 2) / stretch;
  std::vector<Tap> taps;
  double sum = 0;
  for (auto i = std::int64_t(std::floor(x - reach)) + 1; double(i) < x + reach; ++i) {
    double weight = kernel(r, (double(i) - x) * stretch);
    bool outside = i < 0 || i >= r.from;
    if (outside && (r.exclude_outside || r.antialias)) weight = 0;
    sum += weight;
    taps.push_back({held(i), weight});
  }
  if (r.exclude_outside || r.antialias)
    for (Tap& tap : taps) tap.weight /= sum;
  return taps;
}

// The sums of the weights by place.
std::map<std::int64_t, double> row(const std::vector<Tap>& taps) {
  std::map<std::int64_t, double> sums;
  for (const Tap& tap : taps) sums[tap.from] += tap.weight;
  std::erase_if(sums, [](const auto& entry) { return std::abs(entry.second) < 1e-9; });
  return sums;
}

// percept's own op with these weights, where it has them: it is faster than a product of matrices, and what
// was exported comes back as it was.
std::optional<ResampleOptions> own_resampling(const AxisResize& r, int axis) {
  for (const char* mode : {"nearest", "linear", "cubic"})
    for (bool corners : {false, true}) {
      ResampleOptions own{.axis = axis, .size = r.to, .mode = mode, .align_corners = corners};
      auto same = [&](std::int64_t i) {
        std::vector<Tap> own_taps;
        for (const ResampleTap& tap : resample_taps(own, r.from, i))
          own_taps.push_back({tap.from, tap.weight});
        std::map<std::int64_t, double> wanted = row(taps(r, position(r, i))), have = row(own_taps);
        return std::equal(wanted.begin(), wanted.end(), have.begin(), have.end(),
                          [](const auto& a, const auto& b) {
                            return a.first == b.first && std::abs(a.second - b.second) < 1e-9;
                          });
      };
      std::int64_t i = 0;
      while (i < r.to && same(i)) ++i;
      if (i == r.to && r.mode == mode) return own;
    }
  return std::nullopt;
}

// Each place of the axis becomes a weighted sum of a few; beyond the input `outside` where that is given.
Value resized(C& c, Value x, int axis, const AxisResize& r, std::optional<double> outside) {
  int rank = x.shape().rank();
  Value y;
  if (std::optional<ResampleOptions> own = own_resampling(r, axis); own && is_float(x.dtype())) {
    y = resample(x, *own);
  } else if (r.mode == "nearest") {
    Ints from;
    for (std::int64_t i = 0; i < r.to; ++i) from.push_back(taps(r, position(r, i))[0].from);
    y = take(x, c.constant(from), axis);
  } else {
    Tensor weights = c.table(x.dtype(), {r.from, r.to});
    for (std::int64_t i = 0; i < r.to; ++i)
      for (const Tap& tap : taps(r, position(r, i))) {
        std::int64_t at = tap.from * r.to + i;
        weights.set(at, weights.at(at) + tap.weight);
      }
    Ints order(std::size_t(rank), 0);
    for (int i = 0; i < rank; ++i) order[std::size_t(i)] = i;
    std::swap(order[std::size_t(axis)], order[std::size_t(rank - 1)]);
    y = transpose(matmul(transpose(x, order), c.constant(std::move(weights))), order);
  }
  if (!outside) return y;
  Ints dims(std::size_t(rank), 1);
  dims[std::size_t(axis)] = r.to;
  Tensor inside = c.table(DType::boolean, Shape(dims));
  for (std::int64_t i = 0; i < r.to; ++i) {
    double at = position(r, i);
    inside.set(i, at >= 0 && at <= double(r.from - 1));
  }
  return where(c.constant(std::move(inside)), y, c.number_like(y, *outside));
}

struct Target {
  std::vector<double> scales;  // by axis
  Ints sizes;
};

Target target_of(C& c, const Shape& from, int scales_at, int sizes_at) {
  Target target;
  int rank = from.rank();
  Ints axes = c.ints_of("axes");
  if (axes.empty())
    for (int i = 0; i < rank; ++i) axes.push_back(i);
  target.scales.assign(std::size_t(rank), 1);
  target.sizes = from.dims();
  bool by_scale = c.has(scales_at) && c.known(scales_at).size() > 0;
  std::vector<double> numbers;
  if (scales_at < 0) {
    numbers = c.floats_of("scales");
    by_scale = true;
  } else {
    Tensor tensor = c.known(by_scale ? scales_at : sizes_at);
    for (std::int64_t i = 0; i < tensor.size(); ++i) numbers.push_back(tensor.at(i));
  }
  if (numbers.size() != axes.size())
    throw Error(Problem(
        "onnx.windows",
        {{"attribute", by_scale ? "scales" : "sizes"}, {"have", numbers.size()}, {"want", axes.size()}}));
  std::string policy = c.text_of("keep_aspect_ratio_policy", "stretch");
  if (!by_scale && policy != "stretch") {  // one scale for all: so that the picture fits in, or covers
    double scale = policy == "not_larger" ? std::numeric_limits<double>::infinity() : 0;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      double own = numbers[i] / double(from[axis_of(axes[i], rank)]);
      scale = policy == "not_larger" ? std::min(scale, own) : std::max(scale, own);
    }
    for (std::size_t i = 0; i < axes.size(); ++i)
      numbers[i] = std::floor(scale * double(from[axis_of(axes[i], rank)]) + 0.5);
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    int axis = axis_of(axes[i], rank);
    double number = numbers[i], size = by_scale ? std::floor(double(from[axis]) * number) : number;
    if (!(number > 0) || !(size >= 0) || size > double(1 << 24))
      throw Error(Problem("onnx.window_size", {{"number", std::int64_t(std::isfinite(size) ? size : -1)}}));
    target.sizes[std::size_t(axis)] = std::int64_t(size);
    target.scales[std::size_t(axis)] =
        by_scale ? number : number / double(std::max<std::int64_t>(from[axis], 1));
  }
  return target;
}

Value resize(C& c, int roi_at, int scales_at, int sizes_at, const std::string& coordinates) {
  Value x = c[0];
  DType dtype = x.dtype();
  if (!is_float(dtype)) x = cast(x, DType::f32);
  int rank = x.shape().rank();
  c.require_text("mode", "nearest", {"nearest", "linear", "cubic", "bilinear"});
  c.require_text("coordinate_transformation_mode", coordinates,
                 {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
                  "tf_half_pixel_for_nn", "tf_crop_and_resize"});
  AxisResize r;
  r.mode = c.text_of("mode", "nearest") == "bilinear" ? "linear" : c.text_of("mode", "nearest");
  r.coordinates = c.text_of("coordinate_transformation_mode", coordinates);
  r.nearest = c.text_of("nearest_mode", c.opset() < 11 ? "floor" : "round_prefer_floor");
  r.cubic = c.float_of("cubic_coeff_a", -0.75);
  r.exclude_outside = c.int_of("exclude_outside") != 0;
  r.antialias = c.int_of("antialias") != 0;
  Target target = target_of(c, x.shape(), scales_at, sizes_at);
  bool crop = r.coordinates == "tf_crop_and_resize";
  std::optional<Tensor> roi;
  if (crop) roi = c.known(roi_at);
  for (int axis = 0; axis < rank; ++axis) {
    r.from = x.shape()[axis], r.to = target.sizes[std::size_t(axis)],
    r.scale = target.scales[std::size_t(axis)];
    if (r.from == r.to && r.scale == 1 && !crop) continue;
    if (crop) {
      if (roi->size() != 2 * rank)
        throw Error(
            Problem("onnx.windows", {{"attribute", "roi"}, {"have", roi->size()}, {"want", 2 * rank}}));
      r.roi_begin = roi->at(axis), r.roi_end = roi->at(axis + rank);
    }
    x = resized(c, x, axis, r, crop ? std::optional(c.float_of("extrapolation_value", 0)) : std::nullopt);
  }
  return cast(x, dtype);
}

// The coordinate turned back at the edges until it lies between them.
Value reflected(Value x, double low, double high) {
  double span = std::max(high - low, 1e-9);
  Value away = abs(x - low), turns = floor(away / span), rest = away - turns * span;
  Value odd = turns - floor(turns / 2) * 2;  // 0 or 1
  return rest + odd * (span - rest * 2) + low;
}

struct Grid {
  C& c;
  Value rows;  // [N, C, H W]
  std::int64_t height, width;
  std::string padding;
  bool align;
  Shape out;  // [N, Ho, Wo]

  Value settled(Value x, std::int64_t size) const {
    double low = align ? 0 : -0.5, high = align ? double(size - 1) : double(size) - 0.5;
    if (padding == "border") return clip(x, {0, double(size - 1)});
    if (padding == "reflection") return clip(reflected(x, low, high), {0, double(size - 1)});
    return x;
  }

  // The pixels at whole coordinates [N, Ho, Wo], zero outside: [N, C, Ho, Wo].
  Value pixels(Value y, Value x) const {
    Value held_y = clip(y, {0, double(height - 1)}), held_x = clip(x, {0, double(width - 1)});
    Value inside = logical_and(equal(held_y, y), equal(held_x, x));
    Value at = cast(held_y * double(width) + held_x, DType::i64);
    std::int64_t places = out[1] * out[2], channels = rows.shape()[1];
    Value found = gather(rows, broadcast_to(reshape(at, {out[0], 1, places}), {out[0], channels, places}), 2);
    Value kept = where(reshape(inside, {out[0], 1, places}), found, c.number_like(found, 0));
    return reshape(kept, {out[0], channels, out[1], out[2]});
  }
};

// Values of x at the places that a grid [N, Ho, Wo, 2] names, -1 to 1 from edge to edge.
Value grid_sampled(C& c) {
  Value image = c[0], grid = c[1];
  const Shape& s = image.shape();
  c.require(s.rank() == 4 && grid.shape().rank() == 4, "onnx.refused.rank", {{"rank", s.rank()}});
  c.require_text("mode", "bilinear", {"bilinear", "linear", "nearest", "bicubic", "cubic"});
  c.require_text("padding_mode", "zeros", {"zeros", "border", "reflection"});
  std::string mode = c.text_of("mode", "bilinear");
  bool align = c.int_of("align_corners") != 0;
  Grid g{c,
         reshape(image, {s[0], s[1], s[2] * s[3]}),
         s[2],
         s[3],
         c.text_of("padding_mode", "zeros"),
         align,
         {grid.shape()[0], grid.shape()[1], grid.shape()[2]}};
  auto coordinate = [&](std::int64_t i, std::int64_t size) {
    Value v = squeeze(slice(cast(grid, image.dtype()), {.axis = -1, .begin = i, .end = i + 1}), -1);
    return align ? (v + 1.0) * (double(size - 1) / 2) : ((v + 1.0) * double(size) - 1.0) / 2;
  };
  Value x = coordinate(0, s[3]), y = coordinate(1, s[2]);
  bool cubic = mode == "bicubic" || mode == "cubic";
  if (!cubic) x = g.settled(x, s[3]), y = g.settled(y, s[2]);
  if (mode == "nearest") return g.pixels(round(y), round(x));
  Value left = floor(x), top = floor(y), dx = x - left, dy = y - top;
  auto weight = [&](Value d, int tap) -> Value {
    if (!cubic) return tap ? d : 1.0 - d;
    Value t = abs(d - double(tap));
    double a = -0.75;
    Value near = ((t * (a + 2) - (a + 3)) * t * t) + 1.0, far = ((t - 5.0) * t + 8.0) * t * a - 4 * a;
    return where(less_equal(t, c.number_like(t, 1)), near, far);
  };
  Value sum;
  for (int i = cubic ? -1 : 0; i <= (cubic ? 2 : 1); ++i)
    for (int j = cubic ? -1 : 0; j <= (cubic ? 2 : 1); ++j) {
      Value row = top + double(i), column = left + double(j);
      if (cubic) row = round(g.settled(row, s[2])), column = round(g.settled(column, s[3]));
      Value part = g.pixels(row, column) * unsqueeze(weight(dy, i) * weight(dx, j), 1);
      sum = sum ? sum + part : part;
    }
  return sum;
}

}  // namespace

void add_resampling(Mappings& m) {
  m.add("Resize", [](C& c) {
    return c.opset() < 11 ? resize(c, -1, 1, -1, "asymmetric") : resize(c, 1, 2, 3, "half_pixel");
  });
  m.add("Upsample", [](C& c) { return resize(c, -1, c.opset() < 9 ? -1 : 1, -1, "asymmetric"); });
  m.add("GridSample", grid_sampled);
}

}  // namespace percept::onnx
