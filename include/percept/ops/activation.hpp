// Activations: what stands between the layers of a network. Those of one formula are defined by their
// expansion into simpler ops, which is also how a plan computes them, in one pass over the memory.
#pragma once

#include "percept/ops/elementwise.hpp"

namespace percept {

/// y = max(x, 0)
Value relu(Value x, Location at = Location::current());
/// y = grad where output > 0, else 0: the gradient of relu, given its output
Value relu_backward(Value grad, Value output, Location at = Location::current());
/// y = 1 / (1 + e^-x)
Value sigmoid(Value x, Location at = Location::current());
/// y = tanh x
Value tanh(Value x, Location at = Location::current());

struct LeakyReluOptions {
  double slope = 0.01;
  template <class V>
  void fields(V& v) {
    v("slope", slope, "slope where x is negative");
  }
};
/// y = x where x > 0, else slope x.
Value leaky_relu(Value x, LeakyReluOptions options = {}, Location at = Location::current());
struct EluOptions {
  double alpha = 1;
  template <class V>
  void fields(V& v) {
    v("alpha", alpha, "minus the limit at minus infinity");
  }
};
/// y = x where x > 0, else alpha (e^x - 1). Clevert et al. 2015.
Value elu(Value x, EluOptions options = {}, Location at = Location::current());
/// y = x where x > 0, else alpha (e^(x / alpha) - 1). Barron 2017.
Value celu(Value x, EluOptions options = {}, Location at = Location::current());
/// y = 1.0507 elu(x) with alpha = 1.6733. Klambauer et al. 2017.
Value selu(Value x, Location at = Location::current());
struct GeluOptions {
  bool tanh = false;
  template <class V>
  void fields(V& v) {
    v("tanh", tanh, "the approximation by tanh in place of erf");
  }
};
/// y = x P(X <= x) for a normal X. Hendrycks and Gimpel 2016.
Value gelu(Value x, GeluOptions options = {}, Location at = Location::current());
/// y = x sigmoid(x), also called swish. Ramachandran et al. 2017.
Value silu(Value x, Location at = Location::current());
/// y = x tanh(ln(1 + e^x)). Misra 2019.
Value mish(Value x, Location at = Location::current());
struct SoftplusOptions {
  double beta = 1;
  template <class V>
  void fields(V& v) {
    v("beta", beta, "steepness: larger is closer to relu");
  }
};
/// y = ln(1 + e^(beta x)) / beta, written so that it cannot overflow.
Value softplus(Value x, SoftplusOptions options = {}, Location at = Location::current());
/// y = x / (1 + |x|).
Value softsign(Value x, Location at = Location::current());
/// y = ln sigmoid(x) = -softplus(-x).
Value log_sigmoid(Value x, Location at = Location::current());
/// y = x held between 0 and 6.
Value relu6(Value x, Location at = Location::current());
/// y = relu6(x + 3) / 6.
Value hard_sigmoid(Value x, Location at = Location::current());
/// y = x relu6(x + 3) / 6. Howard et al. 2019.
Value hard_swish(Value x, Location at = Location::current());
struct HardTanhOptions {
  double low = -1, high = 1;
  template <class V>
  void fields(V& v) {
    v("low", low, "the least value");
    v("high", high, "the greatest value");
  }
};
/// y = x held between low and high, -1 and 1 unless said otherwise.
Value hard_tanh(Value x, HardTanhOptions options = {}, Location at = Location::current());
struct ShrinkOptions {
  double bound = 0.5;
  template <class V>
  void fields(V& v) {
    v("bound", bound, "what is closer to zero becomes zero");
  }
};
/// y = x where |x| > bound, else 0.
Value hard_shrink(Value x, ShrinkOptions options = {}, Location at = Location::current());
/// y = x moved by bound towards 0, and 0 where that would pass it.
Value soft_shrink(Value x, ShrinkOptions options = {}, Location at = Location::current());
/// y = x where x > 0, else weight x: leaky_relu with a learnt slope. x [N, C, ...], weight [1] or [C]. He et
/// al. 2015.
Value prelu(Value x, Value weight, Location at = Location::current());
/// y = a sigmoid(b), a and b the two halves of x along the axis. Dauphin et al. 2017.
Value glu(Value x, std::int64_t axis = -1, Location at = Location::current());
/// y = silu(a) b of the same halves. Shazeer 2020.
Value swiglu(Value x, std::int64_t axis = -1, Location at = Location::current());
/// y = the largest of `pieces` neighbours along the axis, which becomes so many times shorter. Goodfellow et
/// al. 2013.
Value maxout(Value x, std::int64_t pieces, std::int64_t axis = 1, Location at = Location::current());
/// y = x - tanh x.
Value tanh_shrink(Value x, Location at = Location::current());
struct ThresholdOptions {
  double threshold = 0, value = 0;
  template <class V>
  void fields(V& v) {
    v("threshold", threshold, "what is not above it is replaced");
    v("value", value, "by this");
  }
};
/// y = x where x > threshold, else value.
Value threshold(Value x, ThresholdOptions options = {}, Location at = Location::current());

}  // namespace percept
