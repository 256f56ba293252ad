// The words of a layer, "conv 16 5x5 stride=2", taken one by one.
#pragma once

#include "percept/base/words.hpp"
#include "percept/graph/attributes.hpp"

namespace percept::recipe {

/// Throws `Error`, with the layer's form as the hint, where a word is missing, malformed or too much.
class LayerWords : public Words {
 public:
  /// `classes` is what the word "classes" stands for; 0 where that is not known.
  LayerWords(const std::string& text, std::int64_t classes);

  /// Set before words are taken: the hint of every fault.
  void set_form(std::string_view form);

  std::int64_t number();
  /// 5 or 5x5: height x width.
  Extent2d extent();
  using Words::option;
  Extent2d option(const std::string& name, Extent2d fallback, std::int64_t least);
  /// What is written behind it; empty where it is not given.
  std::string text_option(const std::string& name);

 private:
  Extent2d parse_extent(const std::string& word, std::int64_t least) const;

  std::int64_t classes_;
};

}  // namespace percept::recipe
