#include "percept/metrics/perplexity.hpp"

#include <algorithm>
#include <cmath>

#include "numbers.hpp"

namespace percept::metrics {

void Perplexity::add(const Tensor& scores, const Tensor& tokens, std::optional<std::int64_t> ignored) {
  require_rows(scores, tokens);
  Numbers numbers(scores);
  WholeNumbers truths(tokens);
  std::int64_t classes = scores.shape()[1];
  for (std::size_t i = 0; i < truths.values.size(); ++i) {
    std::int64_t token = truths.values[i];
    if (token == ignored) continue;
    if (token < 0 || token >= classes)
      throw Error(Problem("metrics.class", {{"class", token}, {"classes", classes}}));
    auto row = numbers.values.subspan(i * std::size_t(classes), std::size_t(classes));
    double top = *std::max_element(row.begin(), row.end()), total = 0;
    for (double score : row) total += std::exp(score - top);
    sum_ += top + std::log(total) - row[std::size_t(token)];
    ++count_;
  }
}

double Perplexity::value() const { return std::exp(cross_entropy()); }

}  // namespace percept::metrics
