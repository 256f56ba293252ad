// percept completion: what the program offers, and that each shell's script asks for it.
#include <algorithm>
#include <sstream>

#include "program.hpp"

namespace percept::cli {
namespace {

class Completion : public Program {
 protected:
  /// The words offered, without their meanings.
  std::vector<std::string> offered(const std::string& words) {
    std::vector<std::string> list;
    std::istringstream lines(run("completion -- " + words).out);
    for (std::string line; std::getline(lines, line);) list.push_back(line.substr(0, line.find('\t')));
    return list;
  }
  bool offers(const std::string& words, const std::string& word) {
    std::vector<std::string> list = offered(words);
    return std::find(list.begin(), list.end(), word) != list.end();
  }
  /// What a command prints with this program in front of the others called percept.
  std::string printed(const std::string& command) {
    return shell("export PATH='" + std::string(PERCEPT_BINARY_DIR) + "':$PATH; " + command).out;
  }
  bool has(const std::string& name) { return shell("command -v " + name).status == 0; }
};

using Words = std::vector<std::string>;

TEST_F(Completion, OffersVerbsAndOptions) {
  for (const char* verb : {"train", "eval", "predict", "summary", "new", "completion"})
    EXPECT_TRUE(offers("''", verb)) << verb;
  EXPECT_EQ(offered("tr"), Words{"train"});
  EXPECT_EQ(offered("--lang fr tr"), Words{"train"});
  EXPECT_NE(run("completion -- --lang fr tr").out.find("\tEntraîne"), std::string::npos);
  EXPECT_TRUE(offers("train lenet --", "--seed"));
  EXPECT_EQ(offered("eval runs/x-1 --dat"), Words{"--data"});
  EXPECT_EQ(offered("train --lang ''"), (Words{"en", "fr"}));
  EXPECT_EQ(offered("plot --what f"), (Words{"fit", "filters"}));
  EXPECT_TRUE(offers("plot ''", "spiral"));
  EXPECT_EQ(offered("train --lang=f"), Words{"--lang=fr"});
  EXPECT_EQ(offered("--v"), Words{"--version"});
}

TEST_F(Completion, OffersTheCommandsWithinData) {
  EXPECT_EQ(offered("data ''"), (Words{"list", "info", "show", "make", "get"}));
  EXPECT_EQ(offered("data i"), Words{"info"});
  EXPECT_EQ(offered("data info digits:te"), Words{"digits:test"});
  EXPECT_EQ(offered("data get fash"), Words{"fashion_mnist"});
  EXPECT_EQ(offered("data make digits --format ''"), (Words{"png", "idx", "csv"}));
  EXPECT_EQ(offered("data show digits --aug"), Words{"--augment"});
  EXPECT_EQ(offered("data nothing ''"), Words{});
}

TEST_F(Completion, OffersRecipesRunsDataAndFields) {
  write("mine.toml", "name = \"mine\"\n");
  std::filesystem::create_directories(folder_ / "runs/lenet-2");
  std::filesystem::create_directories(folder_ / "runs/lenet-1");
  EXPECT_TRUE(offers("train ''", "lenet"));
  EXPECT_EQ(offered("train mi"), Words{"mine.toml"});
  EXPECT_EQ(offered("eval ''"), (Words{"runs/lenet-1", "runs/lenet-2"}));
  EXPECT_EQ(offered("summary le"), (Words{"lectures-cnn", "lectures-notebook", "lecun1989", "lenet"}));
  EXPECT_TRUE(offers("summary ''", "runs/lenet-1"));
  EXPECT_TRUE(offers("export ''", "runs/lenet-1"));
  EXPECT_EQ(offered("export lenet out.onnx train.ep"), Words{"train.epochs="});
  EXPECT_TRUE(offers("eval runs/lenet-1 --data ''", "digits"));
  EXPECT_EQ(offered("eval runs/lenet-1 --data digits:te"), Words{"digits:test"});
  EXPECT_EQ(offered("predict runs/lenet-1 dig"), Words{"digits"});
  EXPECT_EQ(offered("train lenet train.ep"), Words{"train.epochs="});
  EXPECT_EQ(offered("train lenet train.epochs=3 train.optimizer.m"),
            (Words{"train.optimizer.momentum=", "train.optimizer.max_norm="}));
  EXPECT_EQ(offered("train lenet data.source=dig"), Words{"data.source=digits"});
  EXPECT_EQ(offered("bench mlp_b"), (Words{"mlp_b1", "mlp_b64"}));
  EXPECT_EQ(offered("train lenet init.from="), (Words{"init.from=runs/lenet-1", "init.from=runs/lenet-2"}));
}

TEST_F(Completion, OffersNothingWhereItKnowsNothing) {
  for (const char* words :
       {"nonsense ''", "doctor ''", "train --seed ''", "train lenet train.epochs=3", "eval runs/x-1 more"})
    EXPECT_EQ(offered(words), Words{}) << words;
  EXPECT_TRUE(offers("", "train")) << "no word is an empty one";
  EXPECT_EQ(run("completion -- --lang de ''").status, 0) << "no error may appear at a prompt";
}

TEST_F(Completion, PrintsAScriptForEachShell) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    Answer answer = run(std::string("completion ") + shell);
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.out.find("completion -- "), std::string::npos) << answer.out;
    EXPECT_EQ(run(std::string("completion --json ") + shell).json()["script"], answer.out);
  }
  EXPECT_EQ(run("completion tcsh").status, 2);
  EXPECT_EQ(run("completion").status, 2);
}

// Bash takes what is behind = and : for the word, so only that is given to it.
TEST_F(Completion, WorksInBash) {
  auto replies = [&](const std::string& line) {
    return printed("bash -c 'source <(percept completion bash); COMP_LINE=\"" + line +
                   "\"; COMP_POINT=${#COMP_LINE}; _percept; echo \"${COMPREPLY[@]}\"'");
  };
  EXPECT_EQ(replies("percept tra"), "train\n");
  EXPECT_EQ(replies("percept train len"), "lenet\n");
  EXPECT_EQ(replies("percept train lenet data.source=dig"), "digits\n");
  EXPECT_EQ(replies("percept eval runs/x-1 --data digits:te"), "test\n");
  EXPECT_EQ(replies("percept completion "), "bash zsh fish\n");
}

TEST_F(Completion, WorksInFish) {
  if (!has("fish")) GTEST_SKIP() << "fish is not installed";
  auto replies = [&](const std::string& line) {
    return printed("fish --no-config -c 'percept completion fish | source; complete -C \"" + line + "\"'");
  };
  EXPECT_EQ(replies("percept train len"), "lenet\n");
  EXPECT_EQ(replies("percept tra"), "train\tTrains what a recipe describes and writes a run folder.\n");
  write("photo.png", "");
  EXPECT_EQ(replies("percept predict runs/x-1 pho"), "photo.png\n") << "files, where it knows nothing";
}

TEST_F(Completion, WorksInZsh) {
  if (!has("zsh")) GTEST_SKIP() << "zsh is not installed";
  // A shell within the shell, at whose prompt Tab is pressed; each answer is waited for.
  write("tab.zsh", R"(
zmodload zsh/zpty
export TERM=dumb
zpty inner zsh -f -i
zpty -w inner 'fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; bindkey -e; echo rea""dy'
zpty -r inner line '*ready*'
for typed shown in $'percept train len\t' '*lenet *' $'train.ep\t' '*train.epochs=*' $'7 --lan\t' '*--lang *' $'f\t' '*fr *'; do
  zpty -n -w inner $typed
  zpty -r inner line $shown || exit
  print "completed $typed"
done
)");
  EXPECT_EQ(printed("percept completion zsh > _percept; timeout 60 zsh -f tab.zsh | grep -c completed"),
            "4\n");
}

}  // namespace
}  // namespace percept::cli
