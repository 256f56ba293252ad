#include "percept/base/words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "percept/base/spelling.hpp"

namespace percept {
namespace {

// Larger than any size that a machine holds, small enough that no product of a few overflows.
constexpr std::int64_t kLargest = 1 << 20;

}  // namespace

Words::Words(const std::string& text, const WordFaults& faults) : faults_(faults) {
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

void Words::wrong(const std::string& word) const {
  Problem problem(faults_.word, {{"name", name_}, {"word", word}});
  problem.hint = hint_;
  throw Error(std::move(problem));
}

std::string Words::next() {
  if (next_ < words_.size()) return words_[next_++];
  Problem problem(faults_.missing, {{"name", name_}});
  problem.hint = hint_;
  throw Error(std::move(problem));
}

bool Words::number_follows() const {
  return next_ < words_.size() && words_[next_].find_first_of("0123456789") < 3;  // 5, .5, -5, -.5
}

bool Words::take(std::string_view word) {
  bool there = next_ < words_.size() && words_[next_] == word;
  if (there) ++next_;
  return there;
}

std::int64_t Words::parse_number(const std::string& word, std::int64_t least) const {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number < least || number > kLargest)
    wrong(word);
  return number;
}

double Words::parse_fraction(const std::string& word, const std::string& shown) const {
  double number = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(number)) wrong(shown);
  return number;
}

std::int64_t Words::number(std::int64_t least) { return parse_number(next(), least); }

double Words::fraction() {
  std::string word = next();
  return parse_fraction(word, word);
}

double Words::fraction(double least, double most) {
  std::string word = next();
  double number = parse_fraction(word, word);
  if (number < least || number > most) wrong(word);
  return number;
}

const std::string* Words::find(const std::string& name) {
  known_.push_back(name);
  auto found = options_.find(name);
  return found == options_.end() ? nullptr : &found->second;
}

std::int64_t Words::option(const std::string& name, std::int64_t fallback, std::int64_t least) {
  const std::string* word = find(name);
  return word ? parse_number(*word, least) : fallback;
}

bool Words::option(const std::string& name, bool fallback) {
  const std::string* word = find(name);
  if (word && *word != "true" && *word != "false") wrong(name + "=" + *word);
  return word ? *word == "true" : fallback;
}

double Words::option(const std::string& name, double fallback) {
  const std::string* word = find(name);
  return word ? parse_fraction(*word, name + "=" + *word) : fallback;
}

double Words::option(const std::string& name, double fallback, double least, double most) {
  const std::string* word = find(name);
  if (!word) return fallback;
  double number = parse_fraction(*word, name + "=" + *word);
  if (number < least || number > most) wrong(name + "=" + *word);
  return number;
}

std::string Words::choice(const std::string& name, const std::vector<std::string>& words) {
  const std::string* word = find(name);
  if (!word) return words.front();
  if (std::find(words.begin(), words.end(), *word) == words.end())
    throw Error(unknown_word(Problem(faults_.choice, {{"name", *word}}), *word, words));
  return *word;
}

void Words::require_no_more() const {
  if (next_ < words_.size()) wrong(words_[next_]);
  for (const auto& [name, value] : options_)
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      if (known_.empty()) wrong(name + "=" + value);
      throw Error(unknown_word(Problem(faults_.option, {{"name", name}}), name, known_));
    }
}

}  // namespace percept
