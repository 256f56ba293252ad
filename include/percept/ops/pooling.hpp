// Windows of signals, images and volumes reduced to their largest or mean value.
#pragma once

#include "percept/ops/convolution.hpp"

namespace percept {

struct Pool2dOptions {
  Extent2d kernel = 2;
  Extent2d stride = 0;
  Padding2d padding = 0;
  template <class V>
  void fields(V& v) {
    v("kernel", kernel, "size of the window: height, width");
    v("stride", stride, "step between windows: height, width; 0: the window's size");
    v("padding", padding, "border added around, never the largest: top, left, bottom, right");
  }
};

struct MaxPool2d {
  Value output;   // [N, C, H', W']
  Value indices;  // i32 [N, C, H', W']: the largest element's position in its H x W plane
};
/// y = the largest element of each window; the first of equal ones, row by row.
MaxPool2d max_pool2d(Value input, Pool2dOptions options = {}, Location at = Location::current());

struct PoolBackwardOptions {
  Shape shape;
  Pool2dOptions pool;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "shape of the pooled input");
    pool.fields(v);
  }
};
/// dL/dx of max pooling: each gradient is added where its window's largest element stood.
Value max_pool2d_backward(Value grad, Value indices, PoolBackwardOptions options,
                          Location at = Location::current());
/// y[n,c,i,j] = x[n, c, indices[n,c,i,j]]: max pooling with the choice already made (its own second
/// gradient).
Value max_pool2d_take(Value input, Value indices, Pool2dOptions options, Location at = Location::current());

struct AveragePool2dOptions {
  Extent2d kernel = 2;
  Extent2d stride = 0;
  Padding2d padding = 0;
  bool count_padding = true;
  template <class V>
  void fields(V& v) {
    v("kernel", kernel, "size of the window: height, width");
    v("stride", stride, "step between windows: height, width; 0: the window's size");
    v("padding", padding, "zeros added around: top, left, bottom, right");
    v("count_padding", count_padding, "divide by the window's size even where it hangs over the border");
  }
};
/// y = the mean of each window.
Value average_pool2d(Value input, AveragePool2dOptions options = {}, Location at = Location::current());

struct AveragePoolBackwardOptions {
  Shape shape;
  AveragePool2dOptions pool;
  template <class V>
  void fields(V& v) {
    v("shape", shape, "shape of the pooled input");
    pool.fields(v);
  }
};
/// dL/dx of average pooling: each gradient is shared out evenly over its window.
Value average_pool2d_backward(Value grad, AveragePoolBackwardOptions options,
                              Location at = Location::current());

struct Pool1dOptions {
  std::int64_t kernel = 2;
  std::int64_t stride = 0;
  std::int64_t padding = 0;
};
/// Signals [N, C, L]; stride 0 means the window's size.
Value max_pool1d(Value input, Pool1dOptions options = {}, Location at = Location::current());
Value average_pool1d(Value input, Pool1dOptions options = {}, Location at = Location::current());
struct Pool3dOptions {
  Extent3d kernel = 2;
  Extent3d stride = 0;
  Extent3d padding = 0;
};
/// Volumes [N, C, D, H, W], along the depth after height and width.
Value max_pool3d(Value input, Pool3dOptions options = {}, Location at = Location::current());
Value average_pool3d(Value input, Pool3dOptions options = {}, Location at = Location::current());

/// [N, C, ...] to [N, C, 1, ...]: the largest element, or the mean, of each channel.
Value global_max_pool(Value input, Location at = Location::current());
Value global_average_pool(Value input, Location at = Location::current());
/// [N, C, ...] to [N, C, sizes...]: place i of n sees the places floor(i L / n) to ceil((i + 1) L / n).
Value adaptive_max_pool(Value input, const std::vector<std::int64_t>& sizes,
                        Location at = Location::current());
Value adaptive_average_pool(Value input, const std::vector<std::int64_t>& sizes,
                            Location at = Location::current());

}  // namespace percept
