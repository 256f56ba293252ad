// The program in the README is examples/mnist.cpp, and as short as it claims to be.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace percept {
namespace {

std::string contents(const std::string& path) {
  std::ifstream file(PERCEPT_SOURCE_DIR "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string block(const std::string& page) {
  std::size_t begin = page.find("```cpp\n");
  if (begin == std::string::npos) return {};
  begin += 7;
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST(Readme, ShowsTheExampleThatTheTestsRun) {
  std::string example = contents("examples/mnist.cpp");
  ASSERT_FALSE(example.empty());
  EXPECT_EQ(block(contents("README.md")), example);
  EXPECT_EQ(block(contents("README.fr.md")), example);
}

TEST(Readme, TheExampleHasThirtyLinesOfAHundredColumns) {
  std::istringstream lines(contents("examples/mnist.cpp"));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 100u) << line;
  EXPECT_LE(count, 30);
}

}  // namespace
}  // namespace percept
