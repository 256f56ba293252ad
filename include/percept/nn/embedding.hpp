// A table of vectors, one a word.
#pragma once

#include "percept/nn/module.hpp"

namespace percept::nn {

struct EmbeddingConfig {
  std::int64_t count = 1;
  std::int64_t dim = 1;
  std::int64_t padding = -1;
  template <class V>
  void fields(V& v) {
    v("count", count, "words: rows of the table");
    v("dim", dim, "size of a word's vector");
    v("padding", padding, "the word that means nothing: its vector is zero and stays so; -1: none");
  }
};
/// Whole numbers [...] to f32 [..., dim]: row i of the table for word i; a number outside the table gives
/// zeros. Parameter: weight [count, dim], normal with deviation 1, the padding's row zero. Where PyTorch
/// reads a row that somebody wrote at the padding's place, this gives zeros all the same.
class Embedding final : public Module {
 public:
  explicit Embedding(EmbeddingConfig config, Location at = Location::current())
      : Module(at), config_(config) {}
  std::string_view kind() const override { return "embedding"; }
  const EmbeddingConfig& config() const { return config_; }

 protected:
  Value forward(Value words) const override;

 private:
  EmbeddingConfig config_;
};

}  // namespace percept::nn
