// Recipes with a fault each, and what is said of it in both languages.
#include <gtest/gtest.h>

#include "io/mutations.hpp"
#include "percept/recipe/recipe.hpp"

namespace percept::recipe {
namespace {

struct Case {
  const char* name;
  const char* toml;
  const char* english;
  const char* french;
};
void PrintTo(const Case& shown, std::ostream* out) { *out << shown.name; }  // for GoogleTest

const Case kCases[] = {
#include "malformed_cases.inc"
};

class Malformed : public testing::TestWithParam<Case> {};

TEST_P(Malformed, IsSaidInBothLanguages) {
  Language before = language();
  for (Language spoken : {Language::english, Language::french}) {
    set_language(spoken);
    Result<Recipe> recipe = parse_recipe(GetParam().toml, "net.toml");
    ASSERT_FALSE(recipe) << GetParam().name;
    EXPECT_EQ(render(recipe.problem()), spoken == Language::french ? GetParam().french : GetParam().english);
    expect_readable(recipe.problem());
  }
  set_language(before);
}

INSTANTIATE_TEST_SUITE_P(Recipes, Malformed, testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Mutations, AreSurvived) {
  std::string text = builtin_text("lenet");
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    RandomSequence random(RandomStream(7, "recipe", std::uint64_t(round)));
    io::Bytes bytes = mutated(bytes_of(text), random);
    Result<Recipe> recipe =
        parse_recipe({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "net.toml");
    if (recipe) {
      format_recipe(*recipe);
      continue;
    }
    ++refused;
    expect_readable(recipe.problem());
  }
  EXPECT_GT(refused, 500);
}

TEST(Mutations, DeepAndLongTextsAreRefused) {
  std::string deep = "name = " + std::string(100'000, '[');
  EXPECT_FALSE(parse_recipe(deep, "net.toml"));
  EXPECT_EQ(parse_recipe(std::string(std::size_t(2) << 20, ' '), "net.toml").problem().code(),
            "recipe.too_long");
}

}  // namespace
}  // namespace percept::recipe
