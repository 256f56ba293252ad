// The layers without parameters that are one function of a Value: `Relu{}`, `Elu{{.alpha = 0.5}}`.
#pragma once

#include <algorithm>
#include <type_traits>

#include "percept/nn/module.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/normalization.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/ops/random.hpp"
#include "percept/ops/resampling.hpp"
#include "percept/ops/softmax.hpp"

namespace percept::nn {

/// A word as a template argument.
template <std::size_t N>
struct Word {
  char text[N];
  constexpr Word(const char (&letters)[N]) { std::copy_n(letters, N, text); }
};

/// The function of a Value as a layer; `kind` is its name in recipes and summaries.
template <Word kind_, auto function, class Options = NoOptions>
class Function final : public Module {
 public:
  explicit Function(Options options = {}, Location at = Location::current())
      : Module(at), options_(options) {}
  std::string_view kind() const override { return kind_.text; }

 protected:
  Value forward(Value x) const override {
    if constexpr (std::is_same_v<Options, NoOptions>)
      return function(x, at());
    else
      return function(x, options_, at());
  }

 private:
  Options options_;
};

using Celu = Function<"celu", celu, EluOptions>;
using Elu = Function<"elu", elu, EluOptions>;
using Gelu = Function<"gelu", gelu, GeluOptions>;
using HardShrink = Function<"hard_shrink", hard_shrink, ShrinkOptions>;
using HardSigmoid = Function<"hard_sigmoid", hard_sigmoid>;
using HardSwish = Function<"hard_swish", hard_swish>;
using HardTanh = Function<"hard_tanh", hard_tanh, HardTanhOptions>;
using LeakyRelu = Function<"leaky_relu", leaky_relu, LeakyReluOptions>;
using LogSigmoid = Function<"log_sigmoid", log_sigmoid>;
using Mish = Function<"mish", mish>;
using Relu = Function<"relu", relu>;
using Relu6 = Function<"relu6", relu6>;
using Selu = Function<"selu", selu>;
using Sigmoid = Function<"sigmoid", sigmoid>;
using Silu = Function<"silu", silu>;
using SoftShrink = Function<"soft_shrink", soft_shrink, ShrinkOptions>;
using Softplus = Function<"softplus", softplus, SoftplusOptions>;
using Softsign = Function<"softsign", softsign>;
using Tanh = Function<"tanh", percept::tanh>;
using TanhShrink = Function<"tanh_shrink", tanh_shrink>;
using Threshold = Function<"threshold", threshold, ThresholdOptions>;
/// Probabilities along an axis, the last unless said otherwise.
using Softmax = Function<"softmax", softmax, SoftmaxOptions>;
using LogSoftmax = Function<"log_softmax", log_softmax, SoftmaxOptions>;

struct RateOptions {
  double p = 0.5;
  template <class V>
  void fields(V& v) {
    v("p", p, "probability of being dropped");
  }
};
inline Value drop(Value x, RateOptions o, Location at) { return dropout(x, o.p, at); }
inline Value drop_channels(Value x, RateOptions o, Location at) { return dropout_channels(x, o.p, at); }
inline Value drop_to_limit(Value x, RateOptions o, Location at) { return alpha_dropout(x, o.p, at); }
using Dropout = Function<"dropout", drop, RateOptions>;
/// PyTorch's Dropout1d, 2d and 3d.
using DropoutChannels = Function<"dropout_channels", drop_channels, RateOptions>;
using AlphaDropout = Function<"alpha_dropout", drop_to_limit, RateOptions>;
using Rrelu = Function<"rrelu", rrelu, RreluOptions>;

struct GateOptions {
  std::int64_t axis = -1;
  template <class V>
  void fields(V& v) {
    v("axis", axis, "the axis that is halved");
  }
};
inline Value gate(Value x, GateOptions o, Location at) { return glu(x, o.axis, at); }
inline Value swish_gate(Value x, GateOptions o, Location at) { return swiglu(x, o.axis, at); }
using Glu = Function<"glu", gate, GateOptions>;
using SwiGlu = Function<"swiglu", swish_gate, GateOptions>;

struct MaxoutOptions {
  std::int64_t pieces = 2;
  template <class V>
  void fields(V& v) {
    v("pieces", pieces, "neighbouring channels or features of which the largest is kept");
  }
};
inline Value largest_piece(Value x, MaxoutOptions o, Location at) { return maxout(x, o.pieces, 1, at); }
using Maxout = Function<"maxout", largest_piece, MaxoutOptions>;

using LocalResponseNorm = Function<"local_response_norm", local_response_norm, LocalResponseOptions>;
using GlobalAveragePool = Function<"global_avgpool", global_average_pool>;
using GlobalMaxPool = Function<"global_maxpool", global_max_pool>;

struct UpsampleOptions {
  Extent2d scale = 2;
  std::string mode = "nearest";
  template <class V>
  void fields(V& v) {
    v("scale", scale, "how many times larger: height, width");
    v("mode", mode, "nearest, linear or cubic");
  }
};
inline Value upsample(Value x, UpsampleOptions o, Location at) {
  bool image = x.shape().rank() == 4;  // else interpolate says so
  return interpolate(x, {image ? x.shape()[2] * o.scale.h : 1, image ? x.shape()[3] * o.scale.w : 1},
                     {o.mode}, at);
}
/// [N, C, H, W] made larger.
using Upsample = Function<"upsample", upsample, UpsampleOptions>;
struct AdaptivePoolOptions {
  Extent2d size = 1;
  template <class V>
  void fields(V& v) {
    v("size", size, "the output's height and width");
  }
};
inline Value adapt_average(Value x, AdaptivePoolOptions o, Location at) {
  return adaptive_average_pool(x, {o.size.h, o.size.w}, at);
}
inline Value adapt_max(Value x, AdaptivePoolOptions o, Location at) {
  return adaptive_max_pool(x, {o.size.h, o.size.w}, at);
}
using AdaptiveAveragePool2d = Function<"adaptive_avgpool", adapt_average, AdaptivePoolOptions>;
using AdaptiveMaxPool2d = Function<"adaptive_maxpool", adapt_max, AdaptivePoolOptions>;

/// [N, ...] to [N, the rest].
using Flatten = Function<"flatten", flatten>;

}  // namespace percept::nn
