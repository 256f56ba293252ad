#include "percept/nn/attention.hpp"

#include <cmath>

#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"

namespace percept::nn {
namespace {

// Low enough that e to it is 0 beside any score, and finite, so that no gradient becomes NaN.
constexpr double kForbidden = -1e30;

// true at [i, j] where j <= i
Value causal_mask(Graph& graph, std::int64_t queries, std::int64_t keys) {
  Tensor mask(DType::boolean, {queries, keys});
  for (std::int64_t i = 0; i < queries * keys; ++i) mask.set(i, i % keys <= i / keys);
  return graph.constant(mask);
}

Value both(Value a, Value b, Location at) { return a ? logical_and(a, b, at) : b; }

}  // namespace

Attention attention(Value query, Value key, Value value, AttentionOptions options, Location at) {
  Graph::Scope scope(query.graph(), "attention");
  double width = double(query.shape().rank() ? query.shape()[-1] : 1);
  Value scores = matmul(query, key, {.transpose_b = true}, at);
  scores = scores * (options.scale != 0 ? options.scale : 1 / std::sqrt(width));
  Value allowed;
  if (options.mask && options.mask.dtype() == DType::boolean) allowed = options.mask;
  if (options.mask && is_float(options.mask.dtype())) {
    Value low = query.graph().constant(Tensor::full(options.mask.dtype(), {}, kForbidden));
    allowed = less(low, options.mask, at);
    scores = add(scores, options.mask, at);
  }
  if (options.causal)
    allowed = both(allowed, causal_mask(query.graph(), scores.shape()[-2], scores.shape()[-1]), at);
  Value weights = softmax(allowed ? where(allowed, scores, kForbidden, at) : scores, {.axis = -1}, at);
  // Where all is forbidden the softmax is even; the second choice makes it zero.
  if (allowed) weights = where(allowed, weights, 0.0, at);
  weights = dropout(weights, options.dropout, at);
  return {matmul(weights, value, {}, at), weights};
}

Value scaled_dot_product_attention(Value query, Value key, Value value, AttentionOptions options,
                                   Location at) {
  return attention(query, key, value, options, at).output;
}

Tensor sinusoidal_encoding(std::int64_t places, std::int64_t dim, DType dtype) {
  Tensor encoding(dtype, {places, dim});
  for (std::int64_t p = 0; p < places; ++p)
    for (std::int64_t i = 0; i < dim; ++i) {
      double angle = double(p) / std::pow(10000.0, double(i / 2 * 2) / double(dim));
      encoding.set(p * dim + i, i % 2 ? std::cos(angle) : std::sin(angle));
    }
  return encoding;
}

Value PositionalEncoding::forward(Value x) const {
  if (x.shape().rank() != 3)
    throw Error(
        Problem("nn.sequence").about("positions").operand({"input", x.name(), to_string(x.type())}).at(at()));
  std::int64_t places = x.shape()[config_.batch_first ? 1 : 0], dim = x.shape()[2];
  Value encoding = x.graph().constant(sinusoidal_encoding(places, dim, x.dtype()));
  return add(x, config_.batch_first ? encoding : reshape(encoding, {places, 1, dim}, at()), at());
}

}  // namespace percept::nn
