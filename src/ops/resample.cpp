// src/ops/resample.cpp - y[a,i,b] = sum_j R[i,j] x[a,j,b], R a few taps a row.
#include <algorithm>
#include <cmath>

#include "resample_rules.hpp"

namespace percept {
namespace {

// Keys' cubic convolution (1981), eq. 4, with a = -0.75 as in OpenCV and PyTorch.
double cubic(double distance) {
  constexpr double a = -0.75;
  double d = std::abs(distance);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return 0;
}

}  // namespace

std::vector<ResampleTap> resample_taps(const ResampleOptions& o, std::int64_t from, std::int64_t i) {
  auto inside = [&](std::int64_t j) { return std::clamp<std::int64_t>(j, 0, from - 1); };
  if (o.mode == "nearest") return {{inside(i * from / o.size), 1}};
  if (o.mode == "area") {
    std::int64_t begin = i * from / o.size, end = ((i + 1) * from + o.size - 1) / o.size;
    std::vector<ResampleTap> taps;
    for (std::int64_t j = begin; j < end; ++j) taps.push_back({j, 1 / double(end - begin)});
    return taps;
  }
  // Where the output place lies among the input places, in units of these.
  double place = o.align_corners ? (o.size > 1 ? double(i) * double(from - 1) / double(o.size - 1) : 0)
                                 : (double(i) + 0.5) * double(from) / double(o.size) - 0.5;
  if (o.mode == "linear") {
    place = std::max(place, 0.0);
    auto left = inside(std::int64_t(place));
    double share = place - double(left);
    return {{left, 1 - share}, {inside(left + 1), share}};
  }
  auto left = std::int64_t(std::floor(place));
  std::vector<ResampleTap> taps;
  for (std::int64_t j = left - 1; j <= left + 2; ++j) taps.push_back({inside(j), cubic(place - double(j))});
  return taps;
}

const OpDef& resample_op() {
  static const OpDef op =
      OpDef("resample")
          .doc("Gives an axis another number of places, each a weighted sum of a few of the old ones.",
               R"(y_{aib} = \sum_j R_{ij}\, x_{ajb})")
          .input("x")
          .output("y")
          .options<ResampleOptions>()
          .shape_rule([](ShapeContext& c) {
            auto o = c.options<ResampleOptions>();
            int axis = c.axis(0, o.axis);
            Shape out = c.shape(0);
            if (!require_resampling(c, o, out[axis])) return;
            out[axis] = o.size;
            c.output(c.dtype(0), std::move(out));
          })
          .gradient_rule([](GradientContext& c) {
            auto o = c.options<ResampleOptions>();
            c.set(0, resample_backward(c.grad(), {c.input(0).shape()[int(o.axis)], o}));
          });
  return op;
}

Value resample(Value x, ResampleOptions options, Location at) {
  return emit(resample_op(), {x}, Attributes::of(options), at);
}

Value interpolate(Value x, const std::vector<std::int64_t>& sizes, InterpolateOptions options, Location at) {
  int rank = x.shape().rank(), places = int(sizes.size());
  if (rank < places + 2 || sizes.empty())
    throw Error(Problem("ops.interpolate.sizes", {{"sizes", places}, {"rank", rank}})
                    .about("interpolate")
                    .operand({"x", x.name(), to_string(x.type())})
                    .at(at));
  for (int k = 0; k < places; ++k) {
    int axis = rank - places + k;
    if (x.shape()[axis] != sizes[std::size_t(k)])
      x = resample(x, {axis, sizes[std::size_t(k)], options.mode, options.align_corners}, at);
  }
  return x;
}

}  // namespace percept
