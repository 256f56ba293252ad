// The layers without parameters that are one function of a Value: `Relu{}`, `Elu{{.alpha = 0.5}}`.
#pragma once

#include <algorithm>
#include <type_traits>

#include "percept/nn/module.hpp"
#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
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
/// [N, ...] to [N, the rest].
using Flatten = Function<"flatten", flatten>;

}  // namespace percept::nn
