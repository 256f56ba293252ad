#include "house/sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace percept::house {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PERCEPT_SOURCE_DIR;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Where the literal that opens at `begin` ends: behind its closing quote.
std::size_t end_of_quote(std::string_view code, std::size_t begin) {
  char quote = code[begin];
  bool raw = quote == '"' && begin > 0 && code[begin - 1] == 'R';
  if (raw) {
    std::size_t open = code.find('(', begin);
    std::string close = ")" + std::string(code.substr(begin + 1, open - begin - 1)) + "\"";
    std::size_t end = code.find(close, open);
    return end == code.npos ? code.size() : end + close.size();
  }
  std::size_t i = begin + 1;
  while (i < code.size() && code[i] != quote && code[i] != '\n') i += code[i] == '\\' ? 2 : 1;
  return std::min(i + 1, code.size());
}

// Calls `quoted(begin, end)` for each string literal, `comment(begin, end)` for each comment.
void scan(std::string_view code, const std::function<void(std::size_t, std::size_t)>& quoted,
          const std::function<void(std::size_t, std::size_t)>& comment) {
  for (std::size_t i = 0; i < code.size();) {
    std::string_view rest = code.substr(i);
    if (rest.starts_with("//") || rest.starts_with("/*")) {
      std::size_t end = rest[1] == '/' ? code.find('\n', i) : code.find("*/", i + 2);
      if (end == code.npos) end = code.size();
      if (rest[1] == '*') end = std::min(end + 2, code.size());
      comment(i, end);
      i = end;
    } else if (code[i] == '"') {
      std::size_t end = end_of_quote(code, i);
      quoted(i, end);
      i = end;
    } else if (code[i] == '\'' && (i == 0 || !is_word(code[i - 1]))) {  // not the mark in 1'000
      i = end_of_quote(code, i);
    } else {
      ++i;
    }
  }
}

}  // namespace

std::string read(const std::string& path) {
  std::ifstream file(kRoot / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool exists(const std::string& path) { return fs::exists(kRoot / path); }

std::vector<Source> files(std::initializer_list<const char*> folders) {
  std::vector<Source> found;
  for (const char* folder : folders) {
    if (!fs::is_directory(kRoot / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      if (!entry.is_regular_file()) continue;
      std::string path = entry.path().lexically_relative(kRoot).generic_string();
      found.push_back({path, read(path)});
    }
  }
  std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return found;
}

std::vector<Source> sources(std::initializer_list<const char*> folders) {
  std::vector<Source> found = files(folders);
  std::erase_if(found, [](const Source& source) {
    return !source.path.ends_with(".cpp") && !source.path.ends_with(".hpp");
  });
  return found;
}

std::string without_comments(std::string_view code) {
  std::string out(code);
  scan(
      code, [](std::size_t, std::size_t) {},
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
          if (out[i] != '\n') out[i] = ' ';
      });
  return out;
}

std::vector<Literal> literals(std::string_view commented) {
  std::string code = without_comments(commented);
  std::replace(code.begin(), code.end(), '\n', ' ');
  std::vector<Literal> found;
  // The literals are found in the text with its line breaks: a lone quote must not run on.
  scan(
      without_comments(commented),
      [&](std::size_t begin, std::size_t end) {
        std::size_t from = begin - std::min<std::size_t>(begin, 200);
        found.push_back({code.substr(begin + 1, end - begin - 2), code.substr(from, begin - from),
                         code.substr(end, 1000)});
      },
      [](std::size_t, std::size_t) {});
  return found;
}

}  // namespace percept::house
