// What `percept new` writes: the same project in both languages, a recipe that explains every field and
// trains. That its C++ compiles against an installed percept is the test `consumer`.
#include "percept/recipe/starter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "io/temporary_folder.hpp"
#include "percept/recipe/training.hpp"

namespace percept::recipe {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

class Starter : public testing::TestWithParam<Language> {
 protected:
  void SetUp() override {
    before_ = language();
    set_language(GetParam());
    files_ = write_starter(folder(), "reader").value();
  }
  void TearDown() override { set_language(before_); }
  fs::path folder() const { return folder_ / "reader"; }
  std::string text_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder() / name).rdbuf();
    return text.str();
  }
  Recipe recipe(const Strings& overrides = {}) const {
    return load_recipe((folder() / "recipe.toml").string(), overrides).value();
  }

  TemporaryFolder folder_;
  Strings files_;
  Language before_;
};

TEST_P(Starter, HasItsFilesUnderItsName) {
  Strings wanted = {".gitignore", "CMakeLists.txt", "README.md", "main.cpp", "recipe.toml"};
  std::sort(files_.begin(), files_.end());
  EXPECT_EQ(files_, wanted);
  EXPECT_EQ(recipe().name, "reader");
  EXPECT_NE(text_of("CMakeLists.txt").find("project(reader "), std::string::npos);
  EXPECT_NE(text_of("README.md").find("runs/reader-1"), std::string::npos);
  for (const std::string& name : files_) EXPECT_EQ(text_of(name).find("starter"), std::string::npos) << name;
  bool french = GetParam() == Language::french;
  EXPECT_EQ(text_of("recipe.toml").find("# Ce qui est appris") == 0, french);
  EXPECT_EQ(text_of("main.cpp").find("// Le réseau") == 0, french);
}

// A visitor that looks for every field, written or behind a #.
struct Explained {
  const std::string& text;
  int count = 0;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    if constexpr (requires { value.fields(*this); }) {
      // An optimiser's fields depend on its name.
      bool section = text.find("[" + std::string(name) + "]") != text.npos;
      if (section)
        value.fields(*this);
      else
        EXPECT_NE(text.find("\n" + std::string(name) + " = {"), text.npos) << name;
    } else {
      ++count;
      bool there = text.find("\n" + std::string(name) + " = ") != text.npos ||
                   text.find("\n# " + std::string(name) + " = ") != text.npos;
      EXPECT_TRUE(there) << name << " is not explained in the starter's recipe.toml";
    }
  }
};

TEST_P(Starter, ExplainsEveryFieldOfARecipe) {
  std::string text = text_of("recipe.toml");
  Explained explained{text};
  Recipe all;
  all.fields(explained);
  EXPECT_GT(explained.count, 12);
}

// What is behind a # is a recipe too, with the # gone.
TEST_P(Starter, WhatItShowsIsUnderstood) {
  std::string text;
  std::istringstream lines(text_of("recipe.toml"));
  for (std::string line; std::getline(lines, line); text += line + "\n")
    if (line.starts_with("# ") && (line.find(" = ") != line.npos || line.starts_with("# [")))
      line.erase(0, 2);
  Result<Recipe> shown = parse_recipe(text, "shown.toml");
  ASSERT_TRUE(shown) << render(shown.problem());
  EXPECT_EQ(shown->init.from, "runs/reader-1");
  EXPECT_EQ(shown->init.skip, Strings{std::to_string(shown->model.layers.size() - 1)}) << "the head";
}

TEST_P(Starter, Trains) {
  TrainResult result =
      train_recipe(recipe({"train.epochs=1", "data.limit=100"}), {.runs = folder() / "runs"});
  EXPECT_EQ(result.outcome.epochs, 1);
  EXPECT_EQ(fs::path(result.start.run).filename(), "reader-1");
}

TEST_P(Starter, NothingIsOverwritten) {
  auto code = [&](const fs::path& folder, const std::string& name = "x") {
    auto files = write_starter(folder, name);
    return files ? "" : files.problem().code();
  };
  EXPECT_EQ(code(folder()), "recipe.starter.not_empty");
  EXPECT_EQ(code(folder() / "main.cpp"), "recipe.starter.not_empty");
  EXPECT_EQ(code(folder() / "main.cpp" / "new"), "io.write_failed");
  EXPECT_EQ(code(folder_ / "other", ".hidden"), "recipe.starter.name");
  EXPECT_EQ(code(folder_ / "other", "two words"), "recipe.starter.name");
  EXPECT_FALSE(fs::exists(folder_ / "other"));
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(code(folder_ / "empty"), "");
  EXPECT_EQ(code(folder_ / "a" / "b"), "");
}

INSTANTIATE_TEST_SUITE_P(Language, Starter, testing::Values(Language::english, Language::french),
                         [](const auto& info) {
                           return std::string(info.param == Language::french ? "French" : "English");
                         });

}  // namespace
}  // namespace percept::recipe
