#include "percept/nn/embedding.hpp"

#include "percept/nn/init.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/elementwise.hpp"

namespace percept::nn {
namespace {

Initializer normal_but_for_row(std::int64_t row) {
  return [row](Tensor& table, const RandomStream& stream) {
    normal(1)(table, stream);
    std::int64_t dim = table.shape()[1];
    for (std::int64_t i = 0; row >= 0 && i < dim; ++i) table.set(row * dim + i, 0);
  };
}

}  // namespace

Value Embedding::forward(Value words) const {
  const EmbeddingConfig& c = config_;
  if (c.count < 1 || c.dim < 1 || c.padding < -1 || c.padding >= c.count)
    throw Error(Problem("nn.embedding", {{"count", c.count}, {"dim", c.dim}, {"padding", c.padding}})
                    .about("embedding")
                    .at(at()));
  Graph& graph = words.graph();
  Value table = graph.parameter({.path = graph.path_to("weight"),
                                 .type = {DType::f32, {c.count, c.dim}},
                                 .initialize = normal_but_for_row(c.padding)},
                                at());
  // The padding looks outside the table: zeros, and no gradient.
  if (c.padding >= 0 && is_integer(words.dtype())) {
    words = cast(words, DType::i64, at());
    Value padding = graph.constant(Tensor::scalar<std::int64_t>(c.padding));
    words = where(equal(words, padding, at()), double(c.count), words, at());
  }
  return take(table, words, 0, at());
}

}  // namespace percept::nn
