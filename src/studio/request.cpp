#include "request.hpp"

#include <algorithm>

namespace percept::studio {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view word) {
  std::size_t begin = word.find_first_not_of(" \t");
  if (begin == word.npos) return {};
  return word.substr(begin, word.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return small(x) == small(y); });
}

std::vector<std::string_view> split(std::string_view list, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    std::size_t end = std::min(list.find(mark, begin), list.size());
    parts.push_back(trimmed(list.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string_view> Request::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [field, value] : fields)
    if (same_word(field, name)) values.push_back(value);
  return values;
}

std::string_view Request::one(std::string_view name) const {
  std::vector<std::string_view> values = all(name);
  return values.size() == 1 ? values.front() : std::string_view();
}

bool Request::lists(std::string_view name, std::string_view word) const {
  for (std::string_view value : all(name))
    for (std::string_view part : split(value, ','))
      if (same_word(part, word)) return true;
  return false;
}

std::string_view Request::path() const {
  std::string_view whole = target;
  return whole.substr(0, whole.find('?'));
}

std::string_view Request::query() const {
  std::size_t mark = target.find('?');
  return mark == target.npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

}  // namespace percept::studio
