#include "recipe/toml_depth.hpp"

#include <gtest/gtest.h>

#include <string>

#include "percept/recipe/recipe.hpp"

namespace percept::recipe {
namespace {

// a.a.a
std::string key(int parts, const std::string& part = "a") {
  std::string key = part;
  for (int i = 1; i < parts; ++i) key += "." + part;
  return key;
}

TEST(TomlDepth, CountsBracketsWithinBrackets) {
  std::string most(kMostTomlBrackets, '[');
  EXPECT_EQ(deep_toml_line("x = " + most), std::nullopt);
  EXPECT_EQ(deep_toml_line("\n\nx = {y = " + most), 3);
  EXPECT_EQ(deep_toml_line("x = " + most + "\n["), 2);
  EXPECT_EQ(deep_toml_line("x = []\ny = {}\n[[z]]\n"), std::nullopt);
}

TEST(TomlDepth, CountsThePartsOfAKey) {
  EXPECT_EQ(deep_toml_line(key(kMostTomlParts) + " = 1"), std::nullopt);
  EXPECT_EQ(deep_toml_line("a = 1\n" + key(kMostTomlParts + 1) + " = 1"), 2);
  EXPECT_EQ(deep_toml_line("[" + key(kMostTomlParts + 1) + "]"), 1);
  EXPECT_EQ(deep_toml_line("x = {" + key(kMostTomlParts + 1) + " = 1}"), 1);
  for (const char* quoted : {"\"a\"", "'a'", "\"#\"", "\"\\\"\"", "\",\"", "'['", "\"=\"", "''"})
    EXPECT_EQ(deep_toml_line(key(kMostTomlParts + 1, quoted) + " = 1"), 1) << quoted;
}

TEST(TomlDepth, TextsAndCommentsNestNothing) {
  std::string points(100, '.'), brackets(100, '[');
  for (const std::string& text : {points, brackets}) {
    EXPECT_EQ(deep_toml_line("x = \"" + text + "\""), std::nullopt);
    EXPECT_EQ(deep_toml_line("x = '" + text + "'"), std::nullopt);
    EXPECT_EQ(deep_toml_line("x = \"\\\"" + text + "\""), std::nullopt);
    EXPECT_EQ(deep_toml_line("x = \"\"\"\n\"\"" + text + "\"\"\"\"\""), std::nullopt);
    EXPECT_EQ(deep_toml_line("x = '''\n''" + text + "'''''"), std::nullopt);
    EXPECT_EQ(deep_toml_line("# " + text), std::nullopt);
    EXPECT_EQ(deep_toml_line("x = '" + text), std::nullopt);  // the parser stops there
  }
  EXPECT_EQ(deep_toml_line("x = '''\n\n'''\n" + key(100)), 4);
  std::string numbers = "x = [";
  for (int i = 0; i < 100; ++i) numbers += "0.5, ";
  EXPECT_EQ(deep_toml_line(numbers + "]"), std::nullopt);
}

// A stack of eight megabytes was not enough for these.
TEST(TomlDepth, HalfAMegabyteOfKeyIsRefused) {
  std::string deep = key(250'000);
  EXPECT_EQ(parse_recipe(deep + " = 1", "net.toml").problem().code(), "recipe.too_deep");
  EXPECT_EQ(parse_recipe("[" + deep + "]", "net.toml").problem().where, "net.toml:1");
  EXPECT_FALSE(parse_recipe("", "net.toml", {deep + "=1"}));
  EXPECT_FALSE(parse_recipe("", "net.toml", {"name={" + deep + "=1}"}));
}

}  // namespace
}  // namespace percept::recipe
