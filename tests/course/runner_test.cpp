// The tests of the course can fail: what a page must not do is told, with its place.
#include "course/runner.hpp"

#include <gtest/gtest.h>

namespace percept::course {
namespace {

// What is wrong with a page of one section and these blocks; the first wrong block ends it.
std::string wrong(const std::string& blocks, const std::string& language = "en") {
  const Page page = parse_page(language, "made", "# Made\n" + blocks);
  if (!page.mistakes.empty()) return page.mistakes.front();
  Runner runner(page.language);
  for (const Block& block : page.blocks)
    if (std::string what = verdict(page, block, runner.run(block)); !what.empty())
      return what.substr(0, what.find("; its output"));
  return "";
}

TEST(Runner, FindsTheLinesInTheirOrder) {
  EXPECT_EQ(wrong("```sh\nprintf 'a\\nb 1.25\\nc\\n'\n```\n```text\na\nb 1.…\n```\n"), "");
  EXPECT_EQ(wrong("```sh\nprintf 'a\\nb\\n'\n```\n```text\nb\na\n```\n"),
            "docs/course/en/made.md:7: the line 'a' does not come, or not behind those before it");
  EXPECT_EQ(wrong("```sh\necho a b\n```\n```text\na\n```\n"),
            "docs/course/en/made.md:6: the line 'a' does not come, or not behind those before it");
}

TEST(Runner, LooksAtTheStatus) {
  EXPECT_EQ(wrong("```sh\nfalse\necho on\n```\n"), "docs/course/en/made.md:3: the block ended with status 1");
  EXPECT_EQ(wrong("```sh\nfalse | true\n```\n"), "docs/course/en/made.md:3: the block ended with status 1");
  EXPECT_EQ(wrong("```sh fails\nfalse\n```\n"), "");
  EXPECT_EQ(wrong("```sh fails\ntrue\n```\n"),
            "docs/course/en/made.md:3: the block should fail and ended well");
}

TEST(Runner, KeepsAFolderForThePage) {
  EXPECT_EQ(wrong("```sh\necho kept > file\n```\n```sh\ncat file\n```\n```text\nkept\n```\n"), "");
}

TEST(Runner, StartsTheBuiltProgramInThePagesLanguage) {
  const std::string page = "```sh fails\npercept\n```\n```text\n";
  EXPECT_EQ(wrong(page + "Three first commands:\n```\n"), "");
  EXPECT_EQ(wrong(page + "Trois premières commandes :\n```\n", "fr"), "");
}

TEST(Runner, CompilesPrograms) {
  EXPECT_EQ(
      wrong("```cpp\n#include <cstdio>\n#include <percept/percept.hpp>\nint main() { "
            "std::printf(\"%d\\n\", int(percept::Shape({2, 3}).elements())); }\n```\n```text\n6\n```\n"),
      "");
  EXPECT_EQ(wrong("```cpp\nint main() { return x; }\n```\n"),
            "docs/course/en/made.md:3: the block ended with status 1");
}

TEST(Runner, KeepsTheProgramForLaterBlocks) {
  EXPECT_EQ(wrong("```cpp\n#include <cstdio>\nint main(int, char** words) { std::puts(words[1]); }\n```\n"
                  "```sh\n./program said\n```\n```text\nsaid\n```\n"),
            "");
}

TEST(Runner, LetsAnythingStandForDots) {
  EXPECT_TRUE(matches("a 12 b", "a … b"));
  EXPECT_TRUE(matches("a", "a…"));
  EXPECT_FALSE(matches("a 12 c", "a … b"));
  EXPECT_FALSE(matches("ab", "ab…b"));
  EXPECT_FALSE(matches("b a", "a…"));
}

TEST(PageOfTheCourse, IsReadStrictly) {
  auto mistake = [](const std::string& text) {
    const Page page = parse_page("en", "made", text);
    return page.mistakes.empty() ? "" : page.mistakes.front();
  };
  EXPECT_EQ(mistake("# A\n\n$x$ and `$y`\n"), "");
  EXPECT_EQ(mistake("# A\n$x\n"), "docs/course/en/made.md:2: a $ has no other");
  EXPECT_EQ(mistake("# A\n$$\nx\n"), "docs/course/en/made.md:3: the formula $$ is not closed");
  EXPECT_EQ(mistake("# A\n```sh\n"), "docs/course/en/made.md:2: the fence ``` is not closed");
  EXPECT_EQ(mistake("# A\n```bash\n```\n"),
            "docs/course/en/made.md:2: ```bash is none of sh, sh fails, sh needs=NAME, cpp, text");
  EXPECT_EQ(mistake("# A\n```text\n```\n"), "docs/course/en/made.md:2: ```text follows no block that is run");
  EXPECT_EQ(mistake("# A\n# A\n"), "docs/course/en/made.md:2: two headings are called 'A'");
  EXPECT_EQ(mistake("# A\n<details><summary>S</summary>\n"),
            "docs/course/en/made.md:2: <details> is not closed");
}

TEST(PageOfTheCourse, HasGitHubsAnchors) {
  EXPECT_EQ(anchor_of("Leaky ReLU"), "leaky-relu");
  EXPECT_EQ(anchor_of("32 × 32"), "32--32");
  EXPECT_EQ(anchor_of("À l’œuvre : l'élan (β)"), "à-lœuvre--lélan-β");
}

}  // namespace
}  // namespace percept::course
