// Names, sizes, and that no test is forgotten.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "house/sources.hpp"

namespace percept::house {
namespace {

// A name that says nothing draws in everything.
std::string empty_word_in(std::string path) {
  std::transform(path.begin(), path.end(), path.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  for (const char* word : {"util", "helper", "manager", "misc"})
    if (path.find(word) != path.npos) return word;
  return "";
}

bool is_test(const std::string& path) { return path.ends_with("_test.cpp") || path.ends_with("_cases.cpp"); }

// The ops that code names other than add, ones and zeros, by a call or by a string.
std::set<std::string> ops_named(const std::string& code, const std::set<std::string>& ops) {
  std::set<std::string> named;
  auto note = [&](const std::string& name) {
    if (ops.contains(name) && name != "add" && name != "ones" && name != "zeros") named.insert(name);
  };
  std::string text = without_comments(code);
  // Not a member (.x, ->x), not of another namespace (std::max), not a declaration of something else.
  std::regex call(R"((^|[^\w.>:])(?:percept::|ops::)?([a-z]\w*) *\()");
  for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) note((*it)[2]);
  for (const Literal& literal : literals(code)) note(literal.text);
  return named;
}

TEST(Files, NamesSaySomething) {
  for (const Source& file :
       files({"include", "src", "apps", "tests", "examples", "bench", "cmake", "tools", "docs"}))
    EXPECT_EQ(empty_word_in(file.path), "") << file.path;
}

TEST(Files, NoneIsLongerThan600Lines) {
  for (const Source& file : sources({"include", "src", "apps", "tests", "examples", "bench"}))
    EXPECT_LE(std::count(file.text.begin(), file.text.end(), '\n'), 600) << file.path;
}

TEST(Files, EveryTestIsInTheBuild) {
  std::ifstream commands(std::string(PERCEPT_BINARY_DIR) + "/compile_commands.json");
  ASSERT_TRUE(commands.good());
  std::set<std::string> compiled;
  for (const auto& command : nlohmann::json::parse(commands))
    compiled.insert(command["file"].get<std::string>());
  int tests = 0;
  for (const Source& file : sources({"tests"})) {
    if (!is_test(file.path)) continue;
    ++tests;
    EXPECT_TRUE(compiled.contains(std::string(PERCEPT_SOURCE_DIR) + "/" + file.path))
        << file.path << " is never built";
  }
  EXPECT_GT(tests, 5);
}

TEST(Files, AutogradNamesNoOpButAddOnesZeros) {
  std::set<std::string> ops;
  for (const Source& file : sources({"src/ops"}))
    ops.insert(std::filesystem::path(file.path).stem().string());
  for (const Source& file : sources({"src/autograd", "include/percept/autograd"}))
    for (const std::string& op : ops_named(file.text, ops)) ADD_FAILURE() << file.path << " names " << op;
}

TEST(FilesChecker, KnowsEmptyWords) {
  EXPECT_EQ(empty_word_in("src/base/string_util.hpp"), "util");
  EXPECT_EQ(empty_word_in("src/TestHelpers/x.cpp"), "helper");
  EXPECT_EQ(empty_word_in("src/base/problem.cpp"), "");
}

TEST(FilesChecker, KnowsTests) {
  EXPECT_TRUE(is_test("tests/ops/relu_cases.cpp"));
  EXPECT_TRUE(is_test("tests/base/x_test.cpp"));
  EXPECT_FALSE(is_test("tests/house/sources.cpp"));
}

TEST(FilesChecker, FindsOpsInCode) {
  std::set<std::string> ops = {"add", "zeros", "relu", "max", "sum", "log"};
  EXPECT_EQ(ops_named("x = add(a, zeros(b)); // relu(x)", ops), std::set<std::string>{});
  EXPECT_EQ(ops_named("y = relu(x);", ops), std::set<std::string>{"relu"});
  EXPECT_EQ(ops_named("graph.apply(\"sum\", {x});", ops), std::set<std::string>{"sum"});
  EXPECT_EQ(ops_named("int n = std::max(a, b) + shape.sum();", ops), std::set<std::string>{});
  EXPECT_EQ(ops_named("return percept::max(a);", ops), std::set<std::string>{"max"});
}

}  // namespace
}  // namespace percept::house
