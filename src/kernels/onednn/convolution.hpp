// The sizes of a convolution in oneDNN's terms.
#pragma once

#include <algorithm>

#include "percept/ops/convolution.hpp"
#include "primitive.hpp"

namespace percept::onednn {

/// From this many channels on oneDNN may choose Winograd's algorithm, F(4x4, 3x3): half the time or less,
/// with errors of up to 6e-6 of the largest result. With fewer the transforms cost what they save.
constexpr std::int64_t kWinogradChannels = 32;

struct ConvolutionSizes {
  dnnl::algorithm algorithm;
  dnnl::memory::dims src, weights, dst, strides, dilates, before, after;

  ConvolutionSizes(const Shape& x, const Shape& w, const Shape& y, const Conv2dOptions& o,
                   Precision precision)
      : algorithm(precision == Precision::single && std::min(w[0], w[1]) >= kWinogradChannels
                      ? dnnl::algorithm::convolution_auto
                      : dnnl::algorithm::convolution_direct),
        src(x.begin(), x.end()), weights(w.begin(), w.end()), dst(y.begin(), y.end()),
        strides{o.stride.h, o.stride.w}, dilates{o.dilation.h - 1, o.dilation.w - 1},
        before{o.padding.top, o.padding.left}, after{o.padding.bottom, o.padding.right} {
    if (o.groups > 1) weights = {o.groups, w[0] / o.groups, w[1], w[2], w[3]};
  }

  /// `type` is what input and weight are held in; the output is f32.
  dnnl::convolution_forward::primitive_desc forward(bool bias, DataType type,
                                                    const dnnl::post_ops& ends = {}) const {
    using dnnl::convolution_forward;
    auto kind = dnnl::prop_kind::forward_training;
    auto desc = bias ? convolution_forward::desc(kind, algorithm, any(src, type), any(weights, type),
                                                 plain({dst[1]}), any(dst), strides, dilates, before, after)
                     : convolution_forward::desc(kind, algorithm, any(src, type), any(weights, type),
                                                 any(dst), strides, dilates, before, after);
    dnnl::primitive_attr attr = attributes();
    attr.set_post_ops(ends);
    return {desc, attr, engine()};
  }
};

}  // namespace percept::onednn
