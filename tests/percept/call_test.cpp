// The words of the call: help, exit statuses, errors in both languages.
#include <cctype>
#include <ostream>

#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, BareShowsThreeCommands) {
  Answer answer = run("");
  EXPECT_EQ(answer.status, 2);
  EXPECT_NE(answer.out.find("percept train lenet"), answer.out.npos);
  EXPECT_NE(run("--lang fr").out.find("Trois premières commandes"), std::string::npos);
}

TEST_F(Program, HelpIsThereForEveryVerbInBothLanguages) {
  for (const char* verb : {"train", "eval", "predict", "summary", "filter", "descend", "doctor", "new",
                           "completion", "bench", "studio"}) {
    Answer english = run(std::string(verb) + " --help"),
           french = run(std::string(verb) + " --help --lang fr");
    EXPECT_EQ(english.status, 0);
    EXPECT_NE(english.out.find("\nexample\n  percept "), std::string::npos) << english.out;
    EXPECT_NE(french.out.find("\nexemple\n  percept "), std::string::npos) << french.out;
    EXPECT_NE(run(std::string("--help")).out.find(verb), std::string::npos);
  }
}

TEST_F(Program, HelpOfTrainTellsLayersAndAugmentation) {
  std::string english = run("train --help").out, french = run("train --help --lang fr").out;
  for (const char* form : {"conv CHANNELS SIZE", "rotate DEGREES|LOW HIGH", "mixup ALPHA"}) {
    EXPECT_NE(english.find(form), english.npos) << form;
    EXPECT_NE(french.find(form), french.npos) << form;
  }
  EXPECT_NE(french.find("en miroir"), french.npos);
}

TEST_F(Program, TheLocaleChoosesTheLanguage) {
  EXPECT_NE(shell("LC_ALL=fr_FR.UTF-8 " + kProgram + " --help").out.find("commandes"), std::string::npos);
  EXPECT_NE(shell("LC_ALL=fr_FR.UTF-8 " + kProgram + " --lang en --help").out.find("commands"),
            std::string::npos);
}

TEST_F(Program, VersionIsOneLine) {
  Answer answer = run("--version");
  EXPECT_EQ(answer.status, 0);
  EXPECT_TRUE(answer.out.starts_with("percept "));
}

TEST_F(Program, ExactIsKeptWithTheRun) {
  std::string model = R"( 'model.layers=["conv 32 3x3", "conv 32 3x3", "flatten", "linear 10"]')";
  Answer exact = run("train linear data.limit=64 train.epochs=1 --exact --json" + model);
  EXPECT_EQ(exact.status, 0) << exact.err;
  EXPECT_NE(read("runs/linear-1/recipe.toml").find("precision = \"exact\""), std::string::npos);
  Answer eval = run("eval runs/linear-1 --data digits:test --json"),
         as_exact = run("eval runs/linear-1 --data digits:test --exact --json");
  EXPECT_EQ(eval.json()["loss"], exact.json()["test"]["loss"]) << "the run's own precision";
  EXPECT_EQ(eval.out, as_exact.out);
}

TEST_F(Program, OutputThatCannotBeWrittenIsSaid) {
  Answer answer = run("data list >/dev/full");
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.err.find("what was to be shown could not be written"), std::string::npos);
  EXPECT_EQ(run("--help >/dev/full").status, 1);
  // Nothing can be said any more, but the training is made.
  std::string train = " train linear data.limit=64 train.epochs=1 --json";
  EXPECT_EQ(shell("(" + kProgram + train + " >/dev/full 2>/dev/full)").status, 1);
  EXPECT_TRUE(exists("runs/linear-1/best.safetensors"));
  EXPECT_EQ(shell("(" + kProgram + " train nothing >/dev/full 2>/dev/full)").status, 2);
}

TEST_F(Program, CommonOptionsMayStandInFront) {
  EXPECT_NE(run("--lang fr summary lenet").out.find("couche"), std::string::npos);
  EXPECT_EQ(run("--json summary lenet").json()["parameters"], 61706);
  EXPECT_EQ(run("--lang de summary lenet").status, 2);
}

TEST_F(Program, AnOptionWithoutItsValue) {
  Answer answer = run("train lenet --seed");
  EXPECT_EQ(answer.status, 2);
  EXPECT_NE(answer.err.find("--seed lacks its value"), std::string::npos) << answer.err;
}

struct Wrong {
  const char* words;
  int status;
  const char* english;
  const char* french;
};

class WrongCalls : public Program, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongCalls, SaySo) {
  const Wrong& wrong = GetParam();
  write("broken.toml", "name = \"x\"\n[model]\nlayers = [\"flatten\"\n");
  write("layer.toml", "[model]\nlayers = [\n  \"flatten\",\n  \"linaer 10\",\n]\n");
  std::string words = wrong.words;
  Answer english = run(words), french = run(words + " --lang fr");
  EXPECT_EQ(english.status, wrong.status) << english.err;
  EXPECT_EQ(english.err, wrong.english + std::string("\n"));
  EXPECT_EQ(french.err, wrong.french + std::string("\n"));
  EXPECT_EQ(english.out, "") << "nothing but the error";
  Answer json = run(words + " --json");
  EXPECT_EQ(json.status, wrong.status);
  nlohmann::json error = json.json()["error"];
  for (const char* field : {"code", "message", "hint", "where"}) EXPECT_TRUE(error.contains(field)) << field;
  std::string message = error["message"];  // all reasons in one line, the first in front
  EXPECT_TRUE(english.err.starts_with(message.substr(0, message.find("; ")))) << error;
  EXPECT_FALSE(exists("runs")) << "nothing half-written stays";
}

const Wrong kWrong[] = {
#include "wrong_calls.inc"
};
// ctest knows a test by its parameter: the words of the call, in letters alone.
void PrintTo(const Wrong& wrong, std::ostream* out) {
  for (char c : std::string(wrong.words)) *out << (std::isalnum(static_cast<unsigned char>(c)) ? c : '_');
}

INSTANTIATE_TEST_SUITE_P(Table, WrongCalls, testing::ValuesIn(kWrong));

}  // namespace
}  // namespace percept::cli
