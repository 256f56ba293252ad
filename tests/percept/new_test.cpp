// percept new: the words of the call; what it writes is tested in tests/recipe/starter_test.cpp.
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, NewWritesAProject) {
  nlohmann::json object = run("new reader/ --json").json();
  EXPECT_EQ(object["name"], "reader");
  EXPECT_EQ(object["files"].size(), 5u);
  EXPECT_TRUE(exists("reader/main.cpp"));
  EXPECT_EQ(shell("(cd reader && " + kProgram + " summary recipe.toml --json)").json()["name"], "reader");
  Answer french = run("new lecteur --lang fr");
  EXPECT_NE(french.out.find("cd lecteur && percept train recipe.toml"), std::string::npos) << french.out;
  EXPECT_NE(read("lecteur/README.md").find("Avec la recette"), std::string::npos);
  Answer here = shell("mkdir here && (cd here && " + kProgram + " new . --name my.net)");
  EXPECT_NE(here.out.find("next: percept train"), std::string::npos) << here.out;
  EXPECT_NE(read("here/recipe.toml").find("name = \"my.net\""), std::string::npos);
}

TEST_F(Program, NewChangesNothingThatIsThere) {
  write("notes.txt", "mine");
  EXPECT_EQ(run("new .").status, 1);
  EXPECT_EQ(run("new notes.txt --json").json()["error"]["code"], "recipe.starter.not_empty");
  EXPECT_EQ(run("new").status, 2);
  EXPECT_EQ(run("new ..x").status, 2);
  EXPECT_FALSE(exists("..x"));
  EXPECT_EQ(read("notes.txt"), "mine");
}

}  // namespace
}  // namespace percept::cli
