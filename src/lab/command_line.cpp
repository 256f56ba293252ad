#include "command_line.hpp"

namespace percept::lab {
namespace {

std::string in_shell(const std::string& word) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+";
  if (!word.empty() && word.find_first_not_of(kPlain) == word.npos) return word;
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string command_line(const std::vector<std::string>& words) {
  std::string line = "percept";
  for (const std::string& word : words) line += " " + in_shell(word);
  return line;
}

}  // namespace percept::lab
