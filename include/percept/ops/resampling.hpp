// Another number of places along an axis: interpolation and adaptive average pooling.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct ResampleOptions {
  std::int64_t axis = -1;
  std::int64_t size = 1;
  std::string mode = "nearest";
  bool align_corners = false;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that gets another size");
    v("size", size, "its size in the output");
    v("mode", mode, "nearest, linear, cubic (Keys 1981 with a = -0.75), or area: means of equal shares");
    v("align_corners", align_corners, "linear and cubic: the first and last places stay where they are");
  }
};
/// y[a,i,b] = sum_j R[i,j] x[a,j,b]: each output place is a weighted sum of a few input places.
Value resample(Value x, ResampleOptions options, Location at = Location::current());

struct ResampleBackwardOptions {
  std::int64_t from = 1;
  ResampleOptions forward;
  template <class V>
  void fields(V& v) {
    v("from", from, "the axis' size in the input of resample");
    forward.fields(v);
  }
};
/// dL/dx of resample: the weighted sums the other way round.
Value resample_backward(Value grad, ResampleBackwardOptions options, Location at = Location::current());

/// One entry R[i,j] that is not zero.
struct ResampleTap {
  std::int64_t from;
  double weight;
};
/// The row R[i] of an axis of size `from` resampled to `options.size`.
std::vector<ResampleTap> resample_taps(const ResampleOptions& options, std::int64_t from, std::int64_t i);

struct InterpolateOptions {
  std::string mode = "nearest";
  bool align_corners = false;
  template <class V>
  void fields(V& v) {
    v("mode", mode, "nearest, linear, cubic or area");
    v("align_corners", align_corners, "linear and cubic: the corners stay where they are");
  }
};
/// [N, C, ...] with its last axes resampled to `sizes`, one after the other: bilinear is linear along both.
Value interpolate(Value x, const std::vector<std::int64_t>& sizes, InterpolateOptions options = {},
                  Location at = Location::current());

}  // namespace percept
