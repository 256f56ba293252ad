// The words of one line of a recipe, "conv 16 5x5 stride=2" or "shift 2 fill=reflect", taken one by one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "percept/base/problem.hpp"

namespace percept {

/// The messages of what can be wrong with words; {name} is the first word.
struct WordFaults {
  const char* word;     // {name} cannot make anything of {word}
  const char* missing;  // {name} lacks a word
  const char* option;   // there is no option {name}
  const char* choice;   // {name} is none of the words that can stand here
};

/// A name, then words in their order and options of the form a=b in any. Throws `Error`, with the hint that
/// was set, where one is missing, malformed or too much.
class Words {
 public:
  Words(const std::string& text, const WordFaults& faults);

  const std::string& name() const { return name_; }
  /// The hint of every fault: how the line is written. Set before words are taken.
  void set_hint(Message hint) { hint_ = std::move(hint); }

  std::string next();
  /// A number from `least` to `most`.
  double fraction(double least, double most);
  double fraction();
  std::int64_t number(std::int64_t least = 1);
  /// Whether the next word begins as a number does.
  bool number_follows() const;
  /// Whether there is a further word.
  bool word_follows() const { return next_ < words_.size(); }
  /// Takes the next word where it is this one.
  bool take(std::string_view word);

  std::int64_t option(const std::string& name, std::int64_t fallback, std::int64_t least);
  bool option(const std::string& name, bool fallback);
  double option(const std::string& name, double fallback);
  double option(const std::string& name, double fallback, double least, double most);
  /// One of some words, the first where none is given.
  std::string choice(const std::string& name, const std::vector<std::string>& words);
  /// Whether an option is there.
  bool has(const std::string& name) { return find(name) != nullptr; }
  /// To be called last.
  void require_no_more() const;

  [[noreturn]] void wrong(const std::string& word) const;
  /// A number, its fault shown as the word `shown`.
  double parse_fraction(const std::string& word, const std::string& shown) const;
  std::int64_t parse_number(const std::string& word, std::int64_t least) const;

 protected:
  const std::string* find(const std::string& name);

 private:
  std::string name_;
  WordFaults faults_;
  Message hint_;
  std::vector<std::string> words_;
  std::size_t next_ = 0;
  std::map<std::string, std::string> options_;
  std::vector<std::string> known_;  // options that were asked for
};

}  // namespace percept
