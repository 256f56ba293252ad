// The layer that transformers are made of. Vaswani et al. 2017.
#pragma once

#include "percept/nn/attention.hpp"

namespace percept::nn {

struct TransformerEncoderLayerConfig {
  std::int64_t dim = 0;
  std::int64_t heads = 1;
  std::int64_t hidden = 2048;
  double dropout = 0.1;
  std::string activation = "relu";
  double epsilon = 1e-5;
  bool batch_first = false;
  bool norm_first = false;
  template <class V>
  void fields(V& v) {
    v("dim", dim, "features of a place; 0: those of the input");
    v("heads", heads, "how many attentions side by side");
    v("hidden", hidden, "features between the two linear layers");
    v("dropout", dropout, "in training, the probability of being dropped");
    v("activation", activation, "between the two linear layers: relu or gelu");
    v("epsilon", epsilon, "added to the variances of the norms");
    v("batch_first", batch_first, "the input is [batch, places, dim], not [places, batch, dim]");
    v("norm_first", norm_first, "each part norms what goes in, not what comes out");
  }
};
/// Attention of all places to each other, then two linear layers for each place; around both a shortcut and a
/// layer norm: y = norm1(x + attend(x)), z = norm2(y + feed(y)) or, with norm_first, y = x +
/// attend(norm1(x)), z = y + feed(norm2(y)). PyTorch's keys: self_attn.in_proj_weight, linear1.weight,
/// norm1.weight, ...
class TransformerEncoderLayer final : public Module {
 public:
  explicit TransformerEncoderLayer(TransformerEncoderLayerConfig config, Location at = Location::current());
  using Module::operator();
  Value operator()(Value x, const AttentionMasks& masks) const;
  std::string_view kind() const override { return "transformer_encoder_layer"; }
  const TransformerEncoderLayerConfig& config() const { return config_; }

 protected:
  Value forward(Value x) const override { return run(x, {}); }

 private:
  Value run(Value x, const AttentionMasks& masks) const;
  Value feed(Value x) const;

  TransformerEncoderLayerConfig config_;
};

}  // namespace percept::nn
