#include <cmath>
#include <limits>

#include "percept/nn/attention.hpp"
#include "percept/nn/init.hpp"
#include "percept/ops/ops.hpp"

namespace percept::nn {
namespace {

// [L, N, E] through W x + b, as heads: [N, h, L, E / h].
Value heads_of(Value x, Value weight, Value bias, std::int64_t heads, Location at) {
  std::int64_t places = x.shape()[0], batch = x.shape()[1], dim = x.shape()[2];
  Value rows = linear(reshape(x, {places * batch, dim}, at), weight, bias, at);
  return transpose(reshape(rows, {places, batch, heads, dim / heads}, at), {1, 2, 0, 3}, at);
}

// Where a bool mask allows, or what a float one adds; PyTorch's bools say what is forbidden.
Value turned(Value mask, Location at) {
  return mask && mask.dtype() == DType::boolean ? logical_not(mask, at) : mask;
}

Value combined(Value a, Value b, Value like, Location at) {
  if (!a || !b) return a ? a : b;
  if (a.dtype() == DType::boolean && b.dtype() == DType::boolean) return logical_and(a, b, at);
  auto added = [&](Value mask) {
    if (mask.dtype() != DType::boolean) return mask;
    double never = -std::numeric_limits<double>::infinity();
    auto number = [&](double x) { return like.graph().constant(Tensor::full(like.dtype(), {}, x)); };
    return where(mask, number(0), number(never), at);
  };
  return add(added(a), added(b), at);
}

}  // namespace

void MultiheadAttention::require(Value query, Value key, Value value, const AttentionMasks& masks) const {
  Problem problem;
  auto require = [&](bool holds, const char* id, std::vector<Argument> arguments = {}) {
    if (!holds) problem.reasons.emplace_back(id, std::move(arguments));
    return holds;
  };
  const Shape &q = query.shape(), &k = key.shape(), &v = value.shape();
  if (require(q.rank() == 3 && k.rank() == 3 && v.rank() == 3, "nn.sequence")) {
    int batch = config_.batch_first ? 0 : 1, place = 1 - batch;
    std::int64_t dim = config_.dim ? config_.dim : q[2];
    require(q[2] == dim && k[2] == dim && v[2] == dim, "nn.attention.dim", {{"dim", dim}});
    require(config_.heads > 0 && dim % std::max<std::int64_t>(config_.heads, 1) == 0, "nn.attention.heads",
            {{"dim", dim}, {"heads", config_.heads}});
    require(k == v && q[batch] == k[batch], "nn.attention.pairs");
    Shape padding{k[batch], k[place]}, pairs{q[place], k[place]},
        each{q[batch] * config_.heads, q[place], k[place]};
    if (masks.padding)
      require(masks.padding.shape() == padding && masks.padding.dtype() == DType::boolean,
              "nn.attention.padding",
              {{"actual", to_string(masks.padding.type())}, {"wanted", to_string(padding)}});
    if (masks.pairs)
      require(masks.pairs.shape() == pairs || masks.pairs.shape() == each, "nn.attention.mask",
              {{"actual", to_string(masks.pairs.shape())},
               {"pairs", to_string(pairs)},
               {"each", to_string(each)}});
  }
  if (problem.reasons.empty()) return;
  throw Error(std::move(problem.about("attention"))
                  .operand({"query", query.name(), to_string(query.type())})
                  .operand({"key", key.name(), to_string(key.type())})
                  .operand({"value", value.name(), to_string(value.type())})
                  .at(at()));
}

Attention MultiheadAttention::operator()(Value query, Value key, Value value,
                                         const AttentionMasks& masks) const {
  Graph::Scope scope(query.graph(), name());
  return run(query, key, value, masks);
}

Attention MultiheadAttention::run(Value query, Value key, Value value, const AttentionMasks& masks) const {
  require(query, key, value, masks);
  const std::int64_t heads = config_.heads, dim = query.shape()[2];
  if (config_.batch_first)
    for (Value* x : {&query, &key, &value}) *x = transpose(*x, {1, 0, 2}, at());
  const std::int64_t places = query.shape()[0], batch = query.shape()[1], keys = key.shape()[0];

  // Glorot's bound of a [3 dim, dim] matrix.
  Value weight =
      parameter(query, "in_proj_weight", {3 * dim, dim}, uniform(std::sqrt(6.0 / double(4 * dim))));
  Value bias = config_.bias ? parameter(query, "in_proj_bias", {3 * dim}, constant(0)) : Value();
  auto projected = [&](Value x, std::int64_t part) {
    SliceOptions rows{.axis = 0, .begin = part * dim, .end = (part + 1) * dim};
    return heads_of(x, slice(weight, rows, at()), bias ? slice(bias, rows, at()) : Value(), heads, at());
  };
  Value padding = turned(masks.padding, at()), pairs = turned(masks.pairs, at());
  if (padding) padding = reshape(padding, {batch, 1, 1, keys}, at());
  if (pairs && pairs.shape().rank() == 3) pairs = reshape(pairs, {batch, heads, places, keys}, at());

  Attention seen = attention(
      projected(query, 0), projected(key, 1), projected(value, 2),
      {.mask = combined(padding, pairs, query, at()), .causal = masks.causal, .dropout = config_.dropout},
      at());
  Value rows = reshape(transpose(seen.output, {2, 0, 1, 3}, at()), {places * batch, dim}, at());
  Value out_weight = parameter(query, "out_proj.weight", {dim, dim}, fan_in_uniform(dim));
  Value out_bias = config_.bias ? parameter(query, "out_proj.bias", {dim}, constant(0)) : Value();
  Value output = reshape(linear(rows, out_weight, out_bias, at()), {places, batch, dim}, at());
  if (config_.batch_first) output = transpose(output, {1, 0, 2}, at());
  return {output, reduce_mean(seen.weights, {.axes = {1}}, at())};
}

}  // namespace percept::nn
