#include "percept/base/spelling.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace percept {

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = int(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = int(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::optional<std::string> nearest_spelling(std::string_view word, std::span<const std::string> candidates) {
  // The work is the product of the lengths, and the word may come from outside.
  constexpr std::size_t kLongest = 256;
  if (word.size() > kLongest) return std::nullopt;
  const std::string* best = nullptr;
  int best_distance = 0;
  for (const std::string& candidate : candidates) {
    int here = int(word.size()), there = int(candidate.size());
    int limit = std::max(1, std::max(here, there) / 3);
    if (std::abs(here - there) > limit) continue;  // each letter too many is an edit
    int distance = edit_distance(word, candidate);
    if (distance <= limit && (!best || distance < best_distance)) best = &candidate, best_distance = distance;
  }
  return best ? std::optional(*best) : std::nullopt;
}

std::string joined(std::span<const std::string> names, std::string_view between) {
  std::string out;
  for (const std::string& name : names) (out += out.empty() ? "" : between) += name;
  return out;
}

Problem unknown_word(Problem problem, std::string_view word, const std::vector<std::string>& known,
                     const std::string& prefix) {
  constexpr std::size_t kReadable = 12;  // a longer list hides the word that was meant
  std::optional<std::string> meant = nearest_spelling(word, known);
  if (meant && known.size() > kReadable)
    return std::move(problem).with_hint("base.meant_alone", {{"meant", prefix + *meant}});
  if (meant)
    return std::move(problem).with_hint("base.meant", {{"meant", prefix + *meant}, {"known", joined(known)}});
  return std::move(problem).with_hint("base.known", {{"known", joined(known)}});
}

}  // namespace percept
