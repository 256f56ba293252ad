// Losses of vectors that should lie close to each other or far apart.
#include <cmath>

#include "losses/loss_inputs.hpp"

namespace percept::nn {
namespace {

void require_alike(LossInputs& inputs, const char* a, Value x, const char* b, Value y) {
  inputs.operand(a, x).operand(b, y);
  inputs.require_float(a, x);
  inputs.require_float(b, y);
  inputs.require_pair(a, x, b, y);
}

}  // namespace

// The lengths are held before the root, whose slope at 0 is infinite.
Value cosine_similarity(Value a, Value b, CosineSimilarityOptions options, Location at) {
  LossInputs inputs("cosine_similarity", at);
  require_alike(inputs, "a", a, "b", b);
  inputs.done();
  Graph::Scope scope(a.graph(), "cosine_similarity");
  auto length = [&](Value x) {
    Value square = reduce_sum(x * x, {.axes = {options.axis}}, at);
    return sqrt(maximum(square, number(square, options.eps * options.eps), at), at);
  };
  return reduce_sum(a * b, {.axes = {options.axis}}, at) / (length(a) * length(b));
}

Value cosine_embedding_loss(Value a, Value b, Value target, MarginOptions options, Location at) {
  LossInputs inputs("cosine_embedding_loss", at);
  require_alike(inputs, "a", a, "b", b);
  inputs.operand("target", target);
  int rank = a.shape().rank();
  inputs.require(rank == 1 || rank == 2, "nn.vectors");
  if (inputs.sound())
    inputs.require(rank == 2 ? target.shape() == Shape{a.shape()[0]} : target.shape().rank() == 0,
                   "nn.vector_targets");
  inputs.done();
  Graph::Scope scope(a.graph(), "cosine_embedding_loss");
  constexpr double kEpsilon = 1e-12;  // PyTorch's
  auto square = [&](Value x) { return reduce_sum(x * x, {.axes = {-1}}, at) + kEpsilon; };
  Value cosine = reduce_sum(a * b, {.axes = {-1}}, at) / sqrt(square(a) * square(b), at);
  Value t = cast(target, a.dtype(), at);
  Value loss = where(equal(t, number(t, 1), at), 1.0 - cosine, relu(cosine - options.margin, at), at);
  return reduced(loss, options.reduction, at);
}

Value pairwise_distance(Value a, Value b, PairwiseDistanceOptions options, Location at) {
  LossInputs inputs("pairwise_distance", at);
  require_alike(inputs, "a", a, "b", b);
  inputs.require(options.p > 0, "nn.positive", {{"option", "p"}, {"value", options.p}});
  inputs.done();
  Graph::Scope scope(a.graph(), "pairwise_distance");
  ReduceOptions last{.axes = {-1}};
  Value difference = sub(a, b, at) + options.eps;
  if (options.p == 2) return sqrt(reduce_sum(difference * difference, last, at), at);
  Value size = abs(difference, at);
  if (std::isinf(options.p)) return reduce_max(size, last, at);
  if (options.p == 1) return reduce_sum(size, last, at);
  return pow(reduce_sum(pow(size, options.p, at), last, at), 1 / options.p, at);
}

Value triplet_margin_loss(Value anchor, Value positive, Value negative, TripletMarginOptions options,
                          Location at) {
  LossInputs inputs("triplet_margin_loss", at);
  require_alike(inputs, "anchor", anchor, "positive", positive);
  inputs.operand("negative", negative);
  inputs.require_float("negative", negative);
  inputs.require_pair("anchor", anchor, "negative", negative);
  inputs.done();
  Graph::Scope scope(anchor.graph(), "triplet_margin_loss");
  PairwiseDistanceOptions norm{.p = options.p, .eps = options.eps};
  Value far = pairwise_distance(anchor, negative, norm, at);
  if (options.swap) far = minimum(far, pairwise_distance(positive, negative, norm, at), at);
  Value near = pairwise_distance(anchor, positive, norm, at);
  return reduced(relu(near - far + options.margin, at), options.reduction, at);
}

}  // namespace percept::nn
