// The project that `percept new` writes (examples/starter) says the same in both languages.
#include <gtest/gtest.h>

#include <cctype>

#include "house/sources.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::house {
namespace {

// Code without comments, texts and white space.
std::string bare(const std::string& code) {
  std::string out;
  bool within = false;
  for (char c : without_comments(code)) {
    if (c == '"') within = !within;
    if (!within && !std::isspace(static_cast<unsigned char>(c))) out += c;
  }
  return out;
}

TEST(Starter, AreTheSameInBothLanguages) {
  auto file = [](const std::string& name) { return read("examples/starter/" + name); };
  EXPECT_EQ(bare(file("en/main.cpp")), bare(file("fr/main.cpp")));
  EXPECT_EQ(file("en/.gitignore"), file("fr/.gitignore"));
  auto fields = [&](const std::string& name) {
    return recipe::format_recipe(recipe::parse_recipe(file(name + "/recipe.toml"), name).value());
  };
  EXPECT_EQ(fields("en"), fields("fr"));
}

}  // namespace
}  // namespace percept::house
