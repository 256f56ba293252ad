// Attention: every place looks at every other. Vaswani et al. 2017.
#pragma once

#include "percept/nn/module.hpp"

namespace percept::nn {

struct AttentionOptions {
  Value mask;           // bool: true where a query may look; float: added to the scores, -inf forbids
  bool causal = false;  // query i sees the keys 0 .. i only
  double scale = 0;     // 0: 1 / sqrt(E)
  double dropout = 0;   // of the weights, in training
};
struct Attention {
  Value output;   // [..., L, Ev]
  Value weights;  // [..., L, S]: how much query l takes from key s
};
/// softmax(scale q k^T + mask) v with the weights: query [..., L, E], key [..., S, E], value [..., S, Ev],
/// the axes in front equal; the mask broadcasts to [..., L, S]. A query that may look nowhere gets zeros,
/// where PyTorch 1.13 gives NaN.
Attention attention(Value query, Value key, Value value, AttentionOptions options = {},
                    Location at = Location::current());
/// Its output alone, under PyTorch's name.
Value scaled_dot_product_attention(Value query, Value key, Value value, AttentionOptions options = {},
                                   Location at = Location::current());

struct MultiheadAttentionConfig {
  std::int64_t dim = 0;
  std::int64_t heads = 1;
  bool bias = true;
  bool batch_first = false;
  double dropout = 0;
  template <class V>
  void fields(V& v) {
    v("dim", dim, "features of a place; 0: those of the input");
    v("heads", heads, "how many attentions side by side, each on its share of the features");
    v("bias", bias, "whether the projections have biases");
    v("batch_first", batch_first, "the inputs are [batch, places, dim], not [places, batch, dim]");
    v("dropout", dropout, "in training, the probability of a weight being dropped");
  }
};
/// What is forbidden, as in PyTorch: where a bool is true, nobody looks; floats are added to the scores.
struct AttentionMasks {
  Value padding;        // bool [N, S]: keys that are padding (key_padding_mask)
  Value pairs;          // bool or float [L, S], or [N heads, L, S] (attn_mask)
  bool causal = false;  // query i sees the keys 0 .. i only
};
/// Query [L, N, dim], key and value [S, N, dim] to output [L, N, dim] and weights [N, L, S], the mean over
/// the heads. Called with one Value it attends to itself. Parameters: in_proj_weight [3 dim, dim] uniform as
/// Glorot's, in_proj_bias zero, out_proj.weight [dim, dim] uniform in [-1/sqrt(dim), 1/sqrt(dim)],
/// out_proj.bias zero.
class MultiheadAttention final : public Module {
 public:
  explicit MultiheadAttention(MultiheadAttentionConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  using Module::operator();
  Attention operator()(Value query, Value key, Value value, const AttentionMasks& masks = {}) const;
  std::string_view kind() const override { return "attention"; }
  const MultiheadAttentionConfig& config() const { return config_; }

 protected:
  Value forward(Value x) const override { return run(x, x, x, {}).output; }

 private:
  Attention run(Value query, Value key, Value value, const AttentionMasks& masks) const;
  void require(Value query, Value key, Value value, const AttentionMasks& masks) const;

  MultiheadAttentionConfig config_;
};

/// [places, dim]: sin(p / 10000^(2i/dim)) at 2i, the cosine at 2i + 1.
Tensor sinusoidal_encoding(std::int64_t places, std::int64_t dim, DType dtype = DType::f32);

struct PositionalEncodingConfig {
  bool batch_first = false;
  template <class V>
  void fields(V& v) {
    v("batch_first", batch_first, "the input is [batch, places, dim], not [places, batch, dim]");
  }
};
/// x + the sinusoidal encoding of each place.
class PositionalEncoding final : public Module {
 public:
  explicit PositionalEncoding(PositionalEncodingConfig config = {}, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "positions"; }

 protected:
  Value forward(Value x) const override;

 private:
  PositionalEncodingConfig config_;
};

}  // namespace percept::nn
