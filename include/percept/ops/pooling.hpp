// Windows of an image reduced to their largest or mean value.
#pragma once

#include "percept/graph/graph.hpp"

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

}  // namespace percept
