// How many words a language model hesitates between.
#pragma once

#include <cstdint>
#include <optional>

#include "percept/tensor/tensor.hpp"

namespace percept::metrics {

/// e to the mean of -ln p(token): of a model that knows nothing, the number of tokens there are. Fed batch by
/// batch.
class Perplexity {
 public:
  /// Scores before the softmax, floats [N, C], of the tokens, whole numbers [N]; those equal to `ignored`
  /// (padding) are left out. Throws `Error` for a token that is none.
  void add(const Tensor& scores, const Tensor& tokens, std::optional<std::int64_t> ignored = {});
  std::int64_t count() const { return count_; }
  /// In nats a token.
  double cross_entropy() const { return sum_ / double(count_); }
  double value() const;

 private:
  std::int64_t count_ = 0;
  double sum_ = 0;
};

}  // namespace percept::metrics
