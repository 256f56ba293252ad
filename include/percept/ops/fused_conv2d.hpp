// A convolution with what follows it as one node. Made by a pass; a user has no need of it.
#pragma once

#include "percept/ops/convolution.hpp"

namespace percept {

struct FusedConv2dOptions {
  Conv2dOptions conv;
  bool relu = false;
  bool pool = false;
  template <class V>
  void fields(V& v) {
    conv.fields(v);
    v("relu", relu, "whether what is negative becomes zero");
    v("pool", pool, "whether of every 2 x 2 windows the largest number is kept, at the end");
  }
};
const OpDef& fused_conv2d_op();
/// conv2d of input and weight, plus bias [out] and a residual of the convolution's shape, which may both be
/// absent; then a relu and a max_pool2d of 2 x 2, if asked for.
Value fused_conv2d(Value input, Value weight, Value bias, Value residual, FusedConv2dOptions options,
                   Location at = Location::current());

}  // namespace percept
