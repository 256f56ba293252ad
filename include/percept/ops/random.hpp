// Random numbers. A draw is a function of the counter (seed and number of the run), of the node's stream and
// of the element's index, and of nothing else: see percept/base/random.hpp.
#pragma once

#include "percept/graph/graph.hpp"

namespace percept {

/// The state parameter i64 [seed, runs so far] that all draws of a graph share. It is initialised from the
/// store's seed and grows by one in each run that draws; a run continued from a store draws what it would
/// have drawn. By its prefix it is what training keeps, and no part of a model.
inline constexpr std::string_view kRandomCounter = "optim.random";
Value random_counter(Graph& graph, Location at = Location::current());

struct RandomOptions {
  DType dtype = DType::f32;
  Shape shape;
  std::string stream;
  template <class V>
  void fields(V& v) {
    v("dtype", dtype, "type of the elements");
    v("shape", shape, "shape of the output");
    v("stream", stream, "the draws' name; the front door makes it of the path");
  }
};
/// Uniform in [0, 1).
Value random_uniform(Graph& graph, Shape shape, DType dtype = DType::f32, Location at = Location::current());
/// Normal with mean 0 and deviation 1.
Value random_normal(Graph& graph, Shape shape, DType dtype = DType::f32, Location at = Location::current());
/// 1 with probability p, an element each, else 0, of p's type.
Value random_bernoulli(Value p, Location at = Location::current());
/// A class along the axis, as i64, with probability softmax(logits): the largest of the logits with Gumbel's
/// noise added (Gumbel 1954).
Value random_categorical(Value logits, std::int64_t axis = -1, Location at = Location::current());

/// Training: each element becomes 0 with probability p, the others are divided by 1 - p. Inference: x. p is a
/// number between 0 and 1, or a fed scalar. Srivastava et al. 2014.
Value dropout(Value x, Value p, Location at = Location::current());
Value dropout(Value x, double p = 0.5, Location at = Location::current());
/// The same for whole channels: [N, C, ...] keeps or loses each [n, c]. Tompson et al. 2015; PyTorch's
/// Dropout1d, 2d and 3d.
Value dropout_channels(Value x, Value p, Location at = Location::current());
Value dropout_channels(Value x, double p = 0.5, Location at = Location::current());
/// Dropout that keeps mean and variance under selu: what is dropped becomes selu's limit at minus infinity.
/// Klambauer et al. 2017.
Value alpha_dropout(Value x, double p = 0.5, Location at = Location::current());

struct RreluOptions {
  double lower = 1.0 / 8, upper = 1.0 / 3;
  template <class V>
  void fields(V& v) {
    v("lower", lower, "the least slope where x is negative");
    v("upper", upper, "the greatest slope where x is negative");
  }
};
/// leaky_relu with a slope drawn for each element in training, and their mean in inference. Xu et al. 2015.
Value rrelu(Value x, RreluOptions options = {}, Location at = Location::current());

}  // namespace percept
