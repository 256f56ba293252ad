#include "percept/nn/transformer.hpp"

#include "percept/nn/layers.hpp"

namespace percept::nn {

TransformerEncoderLayer::TransformerEncoderLayer(TransformerEncoderLayerConfig config, Location at)
    : Module(at), config_(std::move(config)) {
  if (config_.activation != "relu" && config_.activation != "gelu")
    throw Error(Problem("nn.transformer.activation", {{"activation", config_.activation}})
                    .about("transformer_encoder_layer")
                    .at(at));
}

Value TransformerEncoderLayer::operator()(Value x, const AttentionMasks& masks) const {
  Graph::Scope scope(x.graph(), name());
  return run(x, masks);
}

Value TransformerEncoderLayer::run(Value x, const AttentionMasks& masks) const {
  const TransformerEncoderLayerConfig& c = config_;
  auto norm = [&](const char* name, Value y) {
    return named(name, LayerNorm({.epsilon = c.epsilon}, at()))(y);
  };
  auto attend = [&](Value y) {
    MultiheadAttention attention(
        {.dim = c.dim, .heads = c.heads, .batch_first = c.batch_first, .dropout = c.dropout}, at());
    return dropout(named("self_attn", attention)(y, y, y, masks).output, c.dropout, at());
  };
  if (c.norm_first) {
    x = add(x, attend(norm("norm1", x)), at());
    return add(x, feed(norm("norm2", x)), at());
  }
  x = norm("norm1", add(x, attend(x), at()));
  return norm("norm2", add(x, feed(x), at()));
}

// For each place by itself.
Value TransformerEncoderLayer::feed(Value x) const {
  Value hidden = named("linear1", Linear({.out = config_.hidden}, at()))(x);
  hidden = config_.activation == "gelu" ? gelu(hidden, {}, at()) : relu(hidden, at());
  hidden = dropout(hidden, config_.dropout, at());
  Value y = named("linear2", Linear({.out = x.shape()[2]}, at()))(hidden);
  return dropout(y, config_.dropout, at());
}

}  // namespace percept::nn
