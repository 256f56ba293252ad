// The words of a layer, "conv 16 5x5 stride=2", taken one by one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "percept/base/problem.hpp"
#include "percept/graph/attributes.hpp"

namespace percept::recipe {

/// Throws `Error`, with the layer's form as the hint, where a word is missing, malformed or too much.
class LayerWords {
 public:
  /// `classes` is what the word "classes" stands for; 0 where that is not known.
  LayerWords(const std::string& text, std::int64_t classes);

  const std::string& name() const { return name_; }
  /// Set before words are taken: the hint of every fault.
  void set_form(std::string_view form) { form_ = form; }

  std::int64_t number();
  /// 0.5
  double fraction();
  /// 5 or 5x5: height x width.
  Extent2d extent();
  std::int64_t option(const std::string& name, std::int64_t fallback, std::int64_t least);
  Extent2d option(const std::string& name, Extent2d fallback, std::int64_t least);
  bool option(const std::string& name, bool fallback);
  double option(const std::string& name, double fallback);
  /// One of some words, the first where none is given.
  std::string choice(const std::string& name, const std::vector<std::string>& words);
  /// To be called last.
  void require_no_more() const;

 private:
  Error fault(Problem problem) const;
  [[noreturn]] void wrong(const std::string& word) const;
  std::string next();
  std::int64_t parse_number(const std::string& word, std::int64_t least) const;
  double parse_fraction(const std::string& word, const std::string& shown) const;
  Extent2d parse_extent(const std::string& word, std::int64_t least) const;
  const std::string* find(const std::string& name);

  std::string name_, form_;
  std::int64_t classes_;
  std::vector<std::string> words_;
  std::size_t next_ = 0;
  std::map<std::string, std::string> options_;
  std::vector<std::string> known_;
};

}  // namespace percept::recipe
