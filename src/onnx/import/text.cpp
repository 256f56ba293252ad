// Words as numbers.
#include <algorithm>
#include <map>

#include "mappings.hpp"

namespace percept::onnx {
namespace {

using C = ImportContext;

// How often the n-grams of a list occur in each row, words in between left out, weighted.
Value n_grams_counted(C& c) {
  Tensor x = c.known(0);
  c.require(!c.given("pool_strings"), "onnx.refused.strings");
  c.require_text("mode", "TF", {"TF", "IDF", "TFIDF"});
  std::string mode = c.text_of("mode");
  std::vector<std::int64_t> pool = c.ints_of("pool_int64s"), starts = c.ints_of("ngram_counts"),
                            columns = c.ints_of("ngram_indexes");
  std::vector<double> weights = c.floats_of("weights");
  std::int64_t shortest = c.int_of("min_gram_length", 1), longest = c.int_of("max_gram_length", 1),
               skips = c.int_of("max_skip_count", 0);
  std::int64_t width = columns.empty() ? 0 : *std::max_element(columns.begin(), columns.end()) + 1;
  if (width > (1 << 24) || skips < 0 || shortest < 1)
    throw Error(Problem("onnx.frames", {{"step", skips}, {"length", width}}));
  std::map<std::vector<std::int64_t>, std::size_t> grams;  // to its place in the list
  std::size_t place = 0;
  for (std::size_t n = 0; n < starts.size(); ++n) {
    std::int64_t begin = std::max<std::int64_t>(starts[n], 0),
                 end = n + 1 < starts.size() ? starts[n + 1] : std::int64_t(pool.size());
    auto length = std::int64_t(n + 1);
    for (std::int64_t i = begin; i + length <= std::min(end, std::int64_t(pool.size())); i += length, ++place)
      if (length >= shortest && length <= longest)
        grams[{pool.begin() + i, pool.begin() + i + length}] = place;
  }
  std::int64_t rows = x.shape().rank() == 2 ? x.shape()[0] : 1, length = rows ? x.size() / rows : 0;
  Tensor out = c.table(DType::f32, x.shape().rank() == 2 ? Shape{rows, width} : Shape{width});
  for (std::int64_t r = 0; r < rows; ++r)
    for (const auto& [gram, at] : grams) {
      if (at >= columns.size() || columns[at] < 0) continue;
      auto n = std::int64_t(gram.size());
      double found = 0;
      // A single word has no gaps to leave words out in.
      for (std::int64_t gap = 1; gap <= (n == 1 ? 1 : skips + 1); ++gap)
        for (std::int64_t i = 0; i + (n - 1) * gap < length; ++i) {
          bool same = true;
          for (std::int64_t k = 0; k < n && same; ++k)
            same = std::int64_t(x.at(r * length + i + k * gap)) == gram[std::size_t(k)];
          found += same;
        }
      double weight = at < weights.size() ? weights[at] : 1;
      double value = mode == "TF" ? found : mode == "IDF" ? (found > 0 ? weight : 0) : found * weight;
      out.set(r * width + columns[at], value);
    }
  return c.constant(std::move(out));
}

}  // namespace

void add_text(Mappings& m) { m.add("TfIdfVectorizer", n_grams_counted); }

}  // namespace percept::onnx
