#include "course/runner.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace percept::course {
namespace {

const std::string kAnything = "…";

// Breaking or not, wide or narrow: a page need not tell one space from another.
std::string with_plain_spaces(std::string text) {
  for (const char* space : {"\u00A0", "\u202F"})
    for (std::size_t at; (at = text.find(space)) != text.npos;) text.replace(at, std::strlen(space), " ");
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    lines.push_back(with_plain_spaces(line));
  }
  return lines;
}

std::vector<std::string> pieces(const std::string& expected) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t at; (at = expected.find(kAnything, begin)) != expected.npos; begin = at + kAnything.size())
    out.push_back(expected.substr(begin, at - begin));
  out.push_back(expected.substr(begin));
  return out;
}

}  // namespace

bool matches(const std::string& line, const std::string& expected) {
  std::vector<std::string> parts = pieces(expected);
  if (parts.size() == 1) return line == expected;
  if (!line.starts_with(parts.front())) return false;
  std::size_t at = parts.front().size();
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    at = line.find(parts[i], at);
    if (at == line.npos) return false;
    at += parts[i].size();
  }
  return line.size() >= at + parts.back().size() && line.ends_with(parts.back());
}

std::string verdict(const Page& page, const Block& block, const Ran& ran) {
  auto told = [&](std::size_t line, const std::string& what) {
    return page.place(line) + ": " + what + "; its output was:\n" + ran.output;
  };
  if (block.fails && ran.status == 0) return told(block.line, "the block should fail and ended well");
  if (!block.fails && ran.status != 0)
    return told(block.line, "the block ended with status " + std::to_string(ran.status));
  std::vector<std::string> lines = lines_of(ran.output);
  std::size_t at = 0;
  for (std::size_t i = 0; i < block.expected.size(); ++i) {
    const std::string expected = with_plain_spaces(block.expected[i]);
    if (expected.empty() || expected == kAnything) continue;
    while (at < lines.size() && !matches(lines[at], expected)) ++at;
    if (at == lines.size())
      return told(block.text_line + i,
                  "the line '" + expected + "' does not come, or not behind those before it");
    ++at;
  }
  return "";
}

Ran Runner::run(const Block& block) {
  if (!block.program) return shell(block.text);
  const std::string source = (scripts_ / "program.cpp").string();
  std::ofstream(source) << block.text;
  return shell(PERCEPT_COMPILER " -std=c++20 -Wall -Wextra -Werror " PERCEPT_COMPILER_FLAGS
                                " -I " PERCEPT_SOURCE_DIR "/include '" +
               source +
               "' -o program -L " PERCEPT_BINARY_DIR " -Wl,-rpath," PERCEPT_BINARY_DIR " -lpercept\n" +
               (block.expected.empty() ? "" : "./program\n"));
}

Ran Runner::shell(const std::string& script) {
  std::ofstream(scripts_ / "block.sh") << script;
  // No number may be written by other rules than percept's: LC_NUMERIC.
  std::string command = "cd '" + folder_.path().string() +
                        "' && unset LC_ALL LC_MESSAGES COLUMNS && export LC_NUMERIC=C LANG=" +
                        (language_ == "fr" ? "fr_FR.UTF-8" : "en_US.UTF-8") +
                        " HOME=\"$PWD\" PATH='" PERCEPT_BINARY_DIR
                        "':\"$PATH\" && timeout 120 bash -e -o pipefail '" +
                        (scripts_ / "block.sh").string() + "' </dev/null 2>&1";
  Ran ran;
  FILE* pipe = ::popen(command.c_str(), "r");
  char buffer[4096];
  while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) ran.output.append(buffer, got);
  int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

}  // namespace percept::course
