#include "layer_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "faults.hpp"

namespace percept::recipe {
namespace {

// Larger than any layer that a machine holds, small enough that no product of a few overflows.
constexpr std::int64_t kLargest = 1 << 20;

}  // namespace

LayerWords::LayerWords(const std::string& text, std::int64_t classes) : classes_(classes) {
  std::istringstream words(text);
  words >> name_;
  for (std::string word; words >> word;) {
    std::size_t equals = word.find('=');
    if (equals == word.npos)
      words_.push_back(word);
    else
      options_[word.substr(0, equals)] = word.substr(equals + 1);
  }
}

Error LayerWords::fault(Problem problem) const {
  bool sizes = std::any_of(form_.begin(), form_.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return Error(std::move(problem).with_hint(sizes ? "recipe.layer.form_of_words" : "recipe.layer.form",
                                            {{"form", form_}}));
}

void LayerWords::wrong(const std::string& word) const {
  throw fault(Problem("recipe.layer.word", {{"layer", name_}, {"word", word}}));
}

std::string LayerWords::next() {
  if (next_ == words_.size()) throw fault(Problem("recipe.layer.missing", {{"layer", name_}}));
  return words_[next_++];
}

std::int64_t LayerWords::parse_number(const std::string& word, std::int64_t least) const {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number < least || number > kLargest)
    wrong(word);
  return number;
}

Extent2d LayerWords::parse_extent(const std::string& word, std::int64_t least) const {
  std::size_t by = word.find('x');
  if (by == word.npos) return parse_number(word, least);
  return {parse_number(word.substr(0, by), least), parse_number(word.substr(by + 1), least)};
}

std::int64_t LayerWords::number() {
  std::string word = next();
  if (word == "classes" && classes_ > 0) return classes_;
  return parse_number(word, 1);
}

Extent2d LayerWords::extent() { return parse_extent(next(), 1); }

const std::string* LayerWords::find(const std::string& name) {
  known_.push_back(name);
  auto found = options_.find(name);
  return found == options_.end() ? nullptr : &found->second;
}

std::int64_t LayerWords::option(const std::string& name, std::int64_t fallback, std::int64_t least) {
  const std::string* word = find(name);
  return word ? parse_number(*word, least) : fallback;
}

Extent2d LayerWords::option(const std::string& name, Extent2d fallback, std::int64_t least) {
  const std::string* word = find(name);
  return word ? parse_extent(*word, least) : fallback;
}

bool LayerWords::option(const std::string& name, bool fallback) {
  const std::string* word = find(name);
  if (word && *word != "true" && *word != "false") wrong(name + "=" + *word);
  return word ? *word == "true" : fallback;
}

double LayerWords::option(const std::string& name, double fallback) {
  const std::string* word = find(name);
  return word ? parse_fraction(*word, name + "=" + *word) : fallback;
}

double LayerWords::fraction() {
  std::string word = next();
  return parse_fraction(word, word);
}

double LayerWords::parse_fraction(const std::string& word, const std::string& shown) const {
  double number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(number)) wrong(shown);
  return number;
}

std::string LayerWords::choice(const std::string& name, const std::vector<std::string>& words) {
  const std::string* word = find(name);
  if (!word) return words.front();
  if (std::find(words.begin(), words.end(), *word) == words.end()) throw Error(unknown("word", *word, words));
  return *word;
}

void LayerWords::require_no_more() const {
  if (next_ < words_.size()) wrong(words_[next_]);
  for (const auto& [name, value] : options_)
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      if (known_.empty()) wrong(name + "=" + value);
      throw Error(unknown("option", name, known_));
    }
}

}  // namespace percept::recipe
