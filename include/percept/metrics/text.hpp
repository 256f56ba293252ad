// Sentences against sentences: BLEU for translations, error rates for what was heard or read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percept::metrics {

using Tokens = std::vector<std::string>;

/// The words between blanks.
Tokens words_of(std::string_view text);
/// The characters of UTF-8; a byte that belongs to none stands alone.
Tokens characters_of(std::string_view text);
/// Numbers of a vocabulary as tokens.
Tokens tokens_of(std::span<const std::int64_t> numbers);

/// Papineni et al. 2002, over all sentences added: the geometric mean of the modified precisions of 1-grams
/// to `order`-grams, times a penalty for being shorter than the references.
class Bleu {
 public:
  /// Throws `Error` where the order is not positive.
  explicit Bleu(int order = 4);

  /// One sentence and its references; throws `Error` where there are none.
  void add(const Tokens& candidate, const std::vector<Tokens>& references);

  /// The share of the candidates' n-grams found in a reference, each at most as often as one reference has
  /// it. NaN where the candidates have none.
  double precision(int n) const;
  /// 1, or e^(1 - r/c) where the candidates' length c is less than r, the sum of the references' lengths that
  /// come closest (of two the shorter).
  double brevity_penalty() const;
  /// 0 where some precision is, and where the candidates have no n-gram of some n.
  double value() const;

 private:
  std::vector<std::int64_t> found_, made_;  // by n - 1
  std::int64_t length_ = 0, reference_length_ = 0;
};

/// The least number of insertions, deletions and replacements that make one sequence the other. Levenshtein
/// 1966.
template <class Sequence>
std::int64_t edit_distance(const Sequence& from, const Sequence& to) {
  std::vector<std::int64_t> row(to.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = std::int64_t(j);
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::int64_t diagonal = row[0]++;
    for (std::size_t j = 0; j < to.size(); ++j) {
      std::int64_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// Edits over the references' length, of all that was added: the word error rate where words are added, the
/// character error rate where characters are. It may exceed 1.
class ErrorRate {
 public:
  void add(const Tokens& hypothesis, const Tokens& reference);
  /// NaN where all references are empty, infinite where something was heard even so.
  double value() const { return double(edits_) / double(length_); }

 private:
  std::int64_t edits_ = 0, length_ = 0;
};

}  // namespace percept::metrics
