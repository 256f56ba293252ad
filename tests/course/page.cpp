#include "course/page.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace percept::course {
namespace {

const std::string kCourse = PERCEPT_SOURCE_DIR "/docs/course/";

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \t\r") + 1);
  return text;
}

// Words of a fence: "sh needs=mnist".
Block block_of(const std::string& words) {
  Block block;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    if (word == "cpp") block.program = true;
    if (word == "fails") block.fails = true;
    if (word.starts_with("needs=")) block.needs = word.substr(6);
  }
  return block;
}

bool known(const std::string& words) {
  static const std::regex kFence("sh( fails)?( needs=[a-z0-9]+)?|cpp|text");
  return std::regex_match(words, kFence);
}

// Without `code`, in which $ and [ mean nothing.
std::string without_code(const std::string& line) {
  std::string out;
  bool within = false;
  for (char c : line) {
    if (c == '`')
      within = !within;
    else if (!within)
      out += c;
  }
  return out;
}

class Reader {
 public:
  explicit Reader(Page& page) : page_(page) {}

  void take(const std::string& line) {
    ++line_;
    if (in_fence_) return within_fence(line);
    if (line.starts_with("```")) return open_fence(trimmed(line.substr(3)));
    if (!trimmed(line).empty()) after_block_ = false;
    heading(line);
    prose(line);
  }

  void close() {
    if (in_fence_) mistake("the fence ``` is not closed");
    if (in_formula_) mistake("the formula $$ is not closed");
    if (in_details_) mistake("<details> is not closed");
    if (page_.sections.empty()) mistake("there is no heading");
  }

 private:
  void mistake(const std::string& what) { page_.mistakes.push_back(page_.place(line_) + ": " + what); }

  void open_fence(const std::string& words) {
    in_fence_ = true;
    is_text_ = words == "text";
    if (!known(words)) return mistake("```" + words + " is none of sh, sh fails, sh needs=NAME, cpp, text");
    if (is_text_) {
      if (!after_block_) return mistake("```text follows no block that is run");
      page_.blocks.back().text_line = line_ + 1;
      return;
    }
    page_.blocks.push_back(block_of(words));
    page_.blocks.back().line = line_ + 1;
    if (!page_.sections.empty()) ++page_.sections.back().blocks;
  }

  void within_fence(const std::string& line) {
    if (trimmed(line) == "```") {
      in_fence_ = false;
      after_block_ = !is_text_;
    } else if (is_text_ && after_block_) {
      page_.blocks.back().expected.push_back(trimmed(line));
    } else if (!is_text_ && !page_.blocks.empty()) {
      page_.blocks.back().text += line + "\n";
    }
  }

  void heading(const std::string& line) {
    static const std::regex kHeading("(#{1,4}) (.+)");
    std::smatch found;
    if (!std::regex_match(line, found, kHeading)) return;
    Section section;
    section.level = int(found[1].length());
    section.title = trimmed(found[2]);
    section.anchor = anchor_of(section.title);
    section.line = line_;
    for (const Section& other : page_.sections)
      if (other.anchor == section.anchor) mistake("two headings are called '" + section.title + "'");
    page_.sections.push_back(section);
  }

  void prose(const std::string& line) {
    if (line.starts_with("<details>")) {
      in_details_ = true;
      if (!page_.sections.empty()) ++page_.sections.back().questions;
    }
    if (line == "</details>") in_details_ = false;
    formulas(without_code(line));
    static const std::regex kLink(R"((!?)\[([^\]]*)\]\(([^)]*)\))");
    std::string text = without_code(line);
    for (std::sregex_iterator it(text.begin(), text.end(), kLink), end; it != end; ++it)
      page_.links.push_back({(*it)[1].length() > 0, (*it)[2], (*it)[3], line_});
  }

  // $$ stands at the ends of a formula of its own; within a line $ comes in pairs.
  void formulas(const std::string& line) {
    std::size_t displayed = 0;
    for (std::size_t at = 0; (at = line.find("$$", at)) != line.npos; at += 2) ++displayed;
    if (displayed % 2 == 1) {
      if (!in_formula_) ++page_.formulas;
      in_formula_ = !in_formula_;
    } else {
      page_.formulas += displayed / 2;
    }
    auto single = std::size_t(std::count(line.begin(), line.end(), '$')) - 2 * displayed;
    single -= 2 * std::size_t(line.find("\\$") != line.npos);
    if (single % 2 == 1) mistake("a $ has no other");
  }

  Page& page_;
  std::size_t line_ = 0;
  bool in_fence_ = false, is_text_ = false, after_block_ = false, in_formula_ = false, in_details_ = false;
};

}  // namespace

std::string Page::place(std::size_t line) const {
  return "docs/course/" + language + "/" + name + ".md:" + std::to_string(line);
}

std::string anchor_of(const std::string& title) {
  std::string out;
  for (std::size_t i = 0; i < title.size(); ++i) {
    auto c = static_cast<unsigned char>(title[i]);
    auto next = i + 1 < title.size() ? static_cast<unsigned char>(title[i + 1]) : 0;
    if (c == ' ')
      out += '-';
    else if (c < 0x80 && (std::isalnum(c) || c == '-' || c == '_'))
      out += char(std::tolower(c));
    else if (c == 0xC3) {  // À to Þ become à to þ; × and ÷ are signs
      if (next != 0x97 && next != 0xB7)
        (out += char(c)) += char(next >= 0x80 && next <= 0x9E ? next + 0x20 : next);
      ++i;
    } else if (c == 0xC2 || c == 0xE2) {  // signs: no-break space, quotes, dashes
      i += c == 0xC2 ? 1 : 2;
    } else if (c >= 0x80) {
      out += char(c);
    }
  }
  return out;
}

std::string written_as(const Link& picture) {
  const std::filesystem::path file(picture.target);
  return file.stem().stem().string() + file.extension().string();
}

Page parse_page(const std::string& language, const std::string& name, const std::string& text) {
  Page page;
  page.language = language;
  page.name = name;
  Reader reader(page);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) reader.take(line);
  reader.close();
  return page;
}

Page read_page(const std::string& language, const std::string& name) {
  std::ifstream file(kCourse + language + "/" + name + ".md");
  std::ostringstream text;
  text << file.rdbuf();
  return parse_page(language, name, text.str());
}

std::vector<std::string> page_names(const std::string& language) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kCourse + language))
    if (entry.path().extension() == ".md" && entry.path().stem() != "index")
      names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace percept::course
