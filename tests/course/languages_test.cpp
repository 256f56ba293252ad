// Both languages of the course have the same pages, sections, commands and pictures; links lead somewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "course/page.hpp"
#include "course/terms.hpp"

namespace percept::course {
namespace {

std::vector<Page> pages(const std::string& language) {
  std::vector<Page> out;
  for (const std::string& name : page_names(language)) out.push_back(read_page(language, name));
  return out;
}

bool exists(const Page& page, const Link& link) {
  return std::filesystem::exists(PERCEPT_SOURCE_DIR "/docs/course/" + page.language + "/" +
                                 link.target.substr(0, link.target.find('#')));
}

// What a block does, without the words of a language: of a program all but remarks and texts; of commands
// what percept is asked for, its options and fields, and numbers.
std::vector<std::string> deeds(const Block& block) {
  static const std::regex kWords("//[^\\n]*|\"[^\"\\n]*\"");
  static const std::regex kDeeds("percept [a-z]+|--[a-z-]+|[a-z._]+=|\\d+(\\.\\d+)?");
  if (block.program) return {std::regex_replace(block.text, kWords, "")};
  const std::string text = std::regex_replace(block.text, std::regex("(^|\\n)#[^\\n]*"), "");
  std::vector<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), kDeeds), end; it != end; ++it)
    out.push_back(it->str());
  return out;
}

TEST(Languages, HaveTheSamePages) {
  EXPECT_EQ(page_names("en"), page_names("fr"));
  EXPECT_FALSE(page_names("en").empty());
}

TEST(Languages, PagesAreWhatTheCourseKnows) {
  for (const char* language : {"en", "fr"})
    for (const Page& page : pages(language)) EXPECT_EQ(page.mistakes, std::vector<std::string>{});
}

TEST(Languages, HaveTheSameSections) {
  for (const Page& english : pages("en")) {
    const Page french = read_page("fr", english.name);
    ASSERT_EQ(english.sections.size(), french.sections.size()) << english.name;
    EXPECT_EQ(english.formulas, french.formulas) << english.name << ": formulas $$";
    for (std::size_t i = 0; i < english.sections.size(); ++i) {
      const Section &one = english.sections[i], &other = french.sections[i];
      const std::string both = english.place(one.line) + " and " + french.place(other.line);
      EXPECT_EQ(one.level, other.level) << both;
      EXPECT_EQ(one.blocks, other.blocks) << both << ": blocks that are run";
      EXPECT_EQ(one.questions, other.questions) << both << ": questions";
    }
  }
}

TEST(Languages, RunTheSameCode) {
  for (const Page& english : pages("en")) {
    const Page french = read_page("fr", english.name);
    ASSERT_EQ(english.blocks.size(), french.blocks.size()) << english.name;
    for (std::size_t i = 0; i < english.blocks.size(); ++i) {
      const Block &one = english.blocks[i], &other = french.blocks[i];
      const std::string both = english.place(one.line) + " and " + french.place(other.line);
      EXPECT_EQ(deeds(one), deeds(other)) << both;
      EXPECT_EQ(one.program, other.program) << both;
      EXPECT_EQ(one.fails, other.fails) << both;
      EXPECT_EQ(one.needs, other.needs) << both;
      EXPECT_EQ(one.expected.empty(), other.expected.empty()) << both;
      EXPECT_TRUE(one.program || !one.expected.empty()) << english.place(one.line) << ": what does it show?";
    }
  }
}

TEST(Languages, PicturesAreThereAndMadeByACommand) {
  for (const char* language : {"en", "fr"})
    for (const Page& page : pages(language))
      for (const Link& link : page.links) {
        if (!link.picture) continue;
        const std::string place = page.place(link.line) + ": " + link.target;
        EXPECT_TRUE(
            std::filesystem::exists(PERCEPT_SOURCE_DIR "/docs/course/" + page.language + "/" + link.target))
            << place;
        EXPECT_NE(link.target.find("." + page.language + "."), std::string::npos) << place;
        EXPECT_FALSE(link.words.empty()) << place << ": what does it show to those who do not see it?";
        EXPECT_TRUE(std::any_of(
            page.blocks.begin(), page.blocks.end(),
            [&](const Block& block) { return block.text.find(written_as(link)) != std::string::npos; }))
            << place << ": no block of the page writes " << written_as(link);
      }
}

TEST(Languages, LinksLeadToSections) {
  for (const char* language : {"en", "fr"}) {
    std::vector<Page> all = pages(language);
    all.push_back(read_page(language, "index"));
    for (const Page& page : all)
      for (const Link& link : page.links)
        if (link.target.starts_with("../")) {  // a guide, or a picture
          EXPECT_TRUE(exists(page, link)) << page.place(link.line) << ": " << link.target;
        } else if (!link.target.starts_with("https://")) {
          EXPECT_TRUE(linked(page, link.target)) << page.place(link.line) << ": " << link.target;
        }
  }
}

TEST(Languages, ReadmeListsEveryPage) {
  const Page readme = read_page(".", "README");
  for (const char* language : {"en", "fr"})
    for (const std::string& name : page_names(language)) {
      const std::string target = language + ("/" + name) + ".md";
      EXPECT_TRUE(std::any_of(readme.links.begin(), readme.links.end(), [&](const Link& link) {
        return link.target == target;
      })) << target;
    }
}

}  // namespace
}  // namespace percept::course
