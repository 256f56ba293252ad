#include "toml_depth.hpp"

#include <algorithm>

namespace percept::recipe {
namespace {

// Behind the string whose quote stands at `at`: "basic", 'literal', or either of several lines, in three
// quotes. A line's end ends the others, for there the parser stops as well.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  char quote = text[at];
  bool long_one = text.substr(at, 3) == std::string_view(quote == '"' ? "\"\"\"" : "'''");
  for (std::size_t i = at + (long_one ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"')
      ++i;
    else if (!long_one && (text[i] == quote || text[i] == '\n'))
      return text[i] == quote ? i + 1 : i;
    else if (long_one && text[i] == quote && text.substr(i, 3) == text.substr(at, 3))
      return std::min(text.find_first_not_of(quote, i + 3), i + 5);  // two quotes may stand before its end
  }
  return text.size();
}

}  // namespace

std::optional<int> deep_toml_line(std::string_view text) {
  int line = 1, brackets = 0, points = 0;  // points: of the key or number being read
  for (std::size_t i = 0; i < text.size();) {
    char c = text[i];
    if (c == '"' || c == '\'') {
      std::size_t end = std::min(end_of_string(text, i), text.size());
      line += int(std::count(text.begin() + std::ptrdiff_t(i), text.begin() + std::ptrdiff_t(end), '\n'));
      i = end;
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '\n') ++line;
    if (c == '\n' || c == '=' || c == ',' || c == '[' || c == '{') points = 0;
    if (c == '.') ++points;
    if (c == '[' || c == '{') ++brackets;
    if (c == ']' || c == '}') --brackets;
    if (brackets > kMostTomlBrackets || points >= kMostTomlParts) return line;
    ++i;
  }
  return std::nullopt;
}

}  // namespace percept::recipe
