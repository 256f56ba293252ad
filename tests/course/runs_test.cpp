// Every page of the course runs from top to bottom, in both languages, and gives what it shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "course/runner.hpp"

namespace percept::course {
namespace {

struct Named {
  std::string language, page;
  friend void PrintTo(const Named& named, std::ostream* out) { *out << named.language << "/" << named.page; }
};

std::vector<Named> pages(bool on_real_data) {
  std::vector<Named> out;
  for (const char* language : {"en", "fr"})
    for (const std::string& name : page_names(language)) {
      const Page page = read_page(language, name);
      if (!on_real_data || std::any_of(page.blocks.begin(), page.blocks.end(),
                                       [](const Block& block) { return !block.needs.empty(); }))
        out.push_back({language, name});
    }
  return out;
}

std::string title(const testing::TestParamInfo<Named>& info) {
  std::string text = info.param.language + "_" + info.param.page;
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

class Course : public testing::TestWithParam<Named> {
 protected:
  /// Runs the blocks that take real data, or those that take none, and looks for the pictures that they make.
  void run(bool on_real_data) {
    const Page page = read_page(GetParam().language, GetParam().page);
    Runner runner(page.language);
    for (const Block& block : page.blocks) {
      if (block.needs.empty() == on_real_data || !has(block.needs)) continue;
      const std::string wrong = verdict(page, block, runner.run(block));
      ASSERT_TRUE(wrong.empty()) << wrong;
      for (const Link& link : page.links)
        if (link.picture && block.text.find(written_as(link)) != std::string::npos) take(page, link, runner);
    }
  }

  // Whether the data are here that a block needs.
  static bool has(const std::string& needs) {
    const char* data = std::getenv("PERCEPT_DATA");
    return needs.empty() || (data && std::filesystem::is_directory(std::filesystem::path(data) / needs));
  }

 private:
  // With PERCEPT_WRITE_DOCS=1 the picture of the course is written anew.
  static void take(const Page& page, const Link& link, const Runner& runner) {
    const std::filesystem::path made = runner.folder() / written_as(link);
    ASSERT_TRUE(std::filesystem::exists(made)) << page.place(link.line) << ": no command has made " << made;
    if (!std::getenv("PERCEPT_WRITE_DOCS")) return;
    std::filesystem::copy_file(made, PERCEPT_SOURCE_DIR "/docs/course/" + page.language + "/" + link.target,
                               std::filesystem::copy_options::overwrite_existing);
  }
};

class RealData : public Course {};

TEST_P(Course, Runs) { run(false); }

TEST_P(RealData, Runs) {
  run(true);
  for (const Block& block : read_page(GetParam().language, GetParam().page).blocks)
    if (!has(block.needs)) GTEST_SKIP() << "PERCEPT_DATA names no folder with " << block.needs;
}

INSTANTIATE_TEST_SUITE_P(Page, Course, testing::ValuesIn(pages(false)), title);
INSTANTIATE_TEST_SUITE_P(Page, RealData, testing::ValuesIn(pages(true)), title);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(RealData);

}  // namespace
}  // namespace percept::course
