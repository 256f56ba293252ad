#include "layer_words.hpp"

#include <algorithm>

namespace percept::recipe {
namespace {

constexpr WordFaults kFaults = {"recipe.layer.word", "recipe.layer.missing", "recipe.unknown.option",
                                "recipe.unknown.word"};

}  // namespace

LayerWords::LayerWords(const std::string& text, std::int64_t classes)
    : Words(text, kFaults), classes_(classes) {}

void LayerWords::set_form(std::string_view form) {
  bool sizes = std::any_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  set_hint(Message(sizes ? "recipe.layer.form_of_words" : "recipe.layer.form", {{"form", form}}));
}

Extent2d LayerWords::parse_extent(const std::string& word, std::int64_t least) const {
  std::size_t by = word.find('x');
  if (by == word.npos) return parse_number(word, least);
  return {parse_number(word.substr(0, by), least), parse_number(word.substr(by + 1), least)};
}

std::int64_t LayerWords::number() {
  if (classes_ > 0 && take("classes")) return classes_;
  return Words::number();
}

Extent2d LayerWords::extent() { return parse_extent(next(), 1); }

Extent2d LayerWords::option(const std::string& name, Extent2d fallback, std::int64_t least) {
  const std::string* word = find(name);
  return word ? parse_extent(*word, least) : fallback;
}

std::string LayerWords::text_option(const std::string& name) {
  const std::string* word = find(name);
  return word ? *word : "";
}

}  // namespace percept::recipe
