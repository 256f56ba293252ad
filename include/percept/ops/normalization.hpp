// Normalisation: mean 0 and variance 1 over some axes. Batch, layer, instance and group norm differ in the
// axes alone (Wu & He 2018, figure 2); scale and shift are ordinary arithmetic that a plan fuses.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

struct NormalizeOptions {
  std::vector<std::int64_t> axes;
  double epsilon = 1e-5;
  template <class V>
  void fields(V& v) {
    v("axes", axes, "axes over which mean and variance are taken");
    v("epsilon", epsilon, "added to the variance");
  }
};
/// What normalize gives: statistics have the folded axes with size 1; the variance divides by the number of
/// elements.
struct Normalized {
  Value output, mean, variance;
};
/// y = (x - mean) / sqrt(variance + epsilon)
Normalized normalize(Value x, NormalizeOptions options, Location at = Location::current());
/// dL/dx of normalize from dL/dy, y and the variance.
Value normalize_backward(Value grad, Value output, Value variance, NormalizeOptions options,
                         Location at = Location::current());

struct BatchNormOptions {
  double epsilon = 1e-5;
  bool relu = false;
  template <class V>
  void fields(V& v) {
    v("epsilon", epsilon, "added to the variance");
    v("relu", relu, "whether what is negative becomes zero at the end");
  }
};
/// Per channel over batch and places: input [N, C, ...]. Weight and bias [C] may be absent. Ioffe & Szegedy
/// 2015.
Normalized batch_norm(Value x, Value weight, Value bias, double epsilon = 1e-5,
                      Location at = Location::current());
/// The same plus a residual of the input's shape, which may be absent, and with a relu: what a plan makes of
/// them.
Normalized batch_norm(Value x, Value weight, Value bias, Value residual, BatchNormOptions options,
                      Location at = Location::current());
/// The gradients of batch_norm by x, weight and bias.
struct BatchNormGradients {
  Value input, weight, bias;
};
/// From dL/dy, x, and what batch_norm gave: mean and variance [C], and the output where a relu ended it. The
/// weight may be absent.
BatchNormGradients batch_norm_backward(Value grad, Value x, Value mean, Value variance, Value weight,
                                       Value output, double epsilon = 1e-5,
                                       Location at = Location::current());
/// The same with mean and variance [C] at hand: inference.
Value batch_norm(Value x, Value mean, Value variance, Value weight, Value bias, double epsilon = 1e-5,
                 Location at = Location::current());
struct ScaleChannelsOptions {
  bool relu = false;
  template <class V>
  void fields(V& v) {
    v("relu", relu, "whether what is negative becomes zero at the end");
  }
};
/// x scale + shift (+ residual), for input [N, C, ...], vectors [C] and a residual of x's shape, which may be
/// absent: what batch_norm with given statistics is made of.
Value scale_channels(Value x, Value scale, Value shift, Value residual, ScaleChannelsOptions options = {},
                     Location at = Location::current());
/// Per example over the last axes, `axes` of them; weight and bias have their shape. Ba et al. 2016.
Value layer_norm(Value x, Value weight, Value bias, int axes = 1, double epsilon = 1e-5,
                 Location at = Location::current());
/// Per example and channel over the places: input [N, C, ...], weight and bias [C]. Ulyanov et al. 2016.
Value instance_norm(Value x, Value weight, Value bias, double epsilon = 1e-5,
                    Location at = Location::current());
/// Per example and group of channels: input [N, C, ...], weight and bias [C]. Wu & He 2018.
Value group_norm(Value x, std::int64_t groups, Value weight, Value bias, double epsilon = 1e-5,
                 Location at = Location::current());
/// y = x / sqrt(mean x^2 + epsilon) w over the last axes, `axes` of them. Zhang & Sennrich 2019.
Value rms_norm(Value x, Value weight, int axes = 1, double epsilon = 1e-5, Location at = Location::current());

struct LocalResponseOptions {
  std::int64_t size = 5;
  double alpha = 1e-4, beta = 0.75, k = 1;
  template <class V>
  void fields(V& v) {
    v("size", size, "neighbouring channels in the sum");
    v("alpha", alpha, "weight of the sum of squares, divided by size");
    v("beta", beta, "exponent");
    v("k", k, "added to the sum");
  }
};
/// y = x / (k + alpha / size sum of x^2 over neighbouring channels)^beta. Krizhevsky et al. 2012, with
/// PyTorch's division by size.
Value local_response_norm(Value x, LocalResponseOptions options = {}, Location at = Location::current());

}  // namespace percept
