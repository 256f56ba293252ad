#include "percept/metrics/text.hpp"

#include <cmath>
#include <map>
#include <utility>

#include "percept/base/problem.hpp"

namespace percept::metrics {
namespace {

using Counts = std::map<std::vector<std::string_view>, std::int64_t>;

Counts grams(const Tokens& tokens, std::size_t n) {
  Counts counts;
  for (std::size_t i = 0; i + n <= tokens.size(); ++i)
    ++counts[{tokens.begin() + std::ptrdiff_t(i), tokens.begin() + std::ptrdiff_t(i + n)}];
  return counts;
}

std::int64_t closest_length(std::size_t length, const std::vector<Tokens>& references) {
  auto key = [&](const Tokens& reference) {
    auto off = std::int64_t(reference.size()) - std::int64_t(length);
    return std::pair(std::abs(off), reference.size());
  };
  auto closest = std::min_element(references.begin(), references.end(),
                                  [&](const Tokens& a, const Tokens& b) { return key(a) < key(b); });
  return std::int64_t(closest->size());
}

// Of the bytes of a UTF-8 character all but the first are 10xxxxxx.
bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t bytes_of(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte >= 0xF0 && byte < 0xF8   ? 4
         : byte >= 0xE0 && byte < 0xF0 ? 3
         : byte >= 0xC0 && byte < 0xE0 ? 2
                                       : 1;
}

}  // namespace

Tokens words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v";
  Tokens words;
  for (std::size_t i = text.find_first_not_of(kBlanks); i != text.npos;) {
    std::size_t end = std::min(text.find_first_of(kBlanks, i), text.size());
    words.emplace_back(text.substr(i, end - i));
    i = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

Tokens characters_of(std::string_view text) {
  Tokens characters;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t size = bytes_of(text[i]), end = i + 1;
    while (end < text.size() && end < i + size && continues(text[end])) ++end;
    if (end < i + size) end = i + 1;
    characters.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return characters;
}

Tokens tokens_of(std::span<const std::int64_t> numbers) {
  Tokens tokens;
  for (std::int64_t number : numbers) tokens.push_back(std::to_string(number));
  return tokens;
}

Bleu::Bleu(int order) {
  if (order < 1) throw Error(Problem("metrics.order", {{"order", order}}));
  found_.resize(std::size_t(order));
  made_.resize(std::size_t(order));
}

void Bleu::add(const Tokens& candidate, const std::vector<Tokens>& references) {
  if (references.empty()) throw Error(Problem("metrics.references"));
  for (std::size_t n = 1; n <= found_.size(); ++n) {
    Counts most;  // of each n-gram in one reference
    for (const Tokens& reference : references)
      for (const auto& [gram, count] : grams(reference, n)) most[gram] = std::max(most[gram], count);
    for (const auto& [gram, count] : grams(candidate, n)) {
      auto known = most.find(gram);
      found_[n - 1] += known == most.end() ? 0 : std::min(count, known->second);
      made_[n - 1] += count;
    }
  }
  length_ += std::int64_t(candidate.size());
  reference_length_ += closest_length(candidate.size(), references);
}

double Bleu::precision(int n) const {
  return double(found_[std::size_t(n - 1)]) / double(made_[std::size_t(n - 1)]);
}

double Bleu::brevity_penalty() const {
  return length_ >= reference_length_ ? 1 : std::exp(1 - double(reference_length_) / double(length_));
}

double Bleu::value() const {
  double logarithms = 0;
  for (std::size_t n = 0; n < found_.size(); ++n) {
    if (!found_[n]) return 0;
    logarithms += std::log(double(found_[n]) / double(made_[n]));
  }
  return brevity_penalty() * std::exp(logarithms / double(found_.size()));
}

void ErrorRate::add(const Tokens& hypothesis, const Tokens& reference) {
  edits_ += edit_distance(hypothesis, reference);
  length_ += std::int64_t(reference.size());
}

}  // namespace percept::metrics
