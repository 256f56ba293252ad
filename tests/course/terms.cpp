#include "course/terms.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace percept::course {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

std::vector<Term> read_terms(const std::string& text) {
  std::vector<Term> terms;
  bool later = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line == "later") {
      later = true;
      continue;
    }
    std::istringstream parts(line);
    std::vector<std::string> words;
    for (std::string part; std::getline(parts, part, '|');) words.push_back(trimmed(part));
    words.resize(4);
    terms.push_back({words[0], words[1], words[2], words[3], later});
  }
  return terms;
}

std::vector<Term> read_terms() {
  std::ifstream file(PERCEPT_SOURCE_DIR "/tests/course/terms.txt");
  std::ostringstream text;
  text << file.rdbuf();
  return read_terms(text.str());
}

std::optional<Section> linked(const Page& from, const std::string& target) {
  const std::size_t hash = target.find('#');
  const std::string file = target.substr(0, hash);
  const std::string anchor = hash == target.npos ? "" : target.substr(hash + 1);
  if (!file.empty() &&
      !std::filesystem::exists(PERCEPT_SOURCE_DIR "/docs/course/" + from.language + "/" + file))
    return std::nullopt;
  const Page page = file.empty() ? from : read_page(from.language, std::filesystem::path(file).stem());
  auto found = std::find_if(page.sections.begin(), page.sections.end(), [&](const Section& section) {
    return anchor.empty() || section.anchor == anchor;
  });
  return found == page.sections.end() ? std::nullopt : std::optional(*found);
}

}  // namespace percept::course
