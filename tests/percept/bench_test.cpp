// percept bench: what it names, refuses and answers. How fast anything is, no test asks.
#include <set>

#include "program.hpp"

namespace percept::cli {
namespace {

class Bench : public Program {
 protected:
  /// Without peers.
  Answer alone(const std::string& words) {
    return shell("export PERCEPT_PYTHON=/nowhere PATH=/nowhere; " + kProgram + " bench " + words);
  }
};

TEST_F(Bench, ListsItsCasesInBothLanguages) {
  Answer english = run("bench --list"), french = run("bench --list --lang fr");
  EXPECT_EQ(english.status, 0);
  EXPECT_NE(english.out.find("training step of LeNet-5"), std::string::npos) << english.out;
  EXPECT_NE(french.out.find("pas d'apprentissage de LeNet-5"), std::string::npos) << french.out;
  std::set<std::string> names = run("bench --list --json").json()["cases"];
  for (const char* name :
       {"tiny_step", "resnet18_step_bf16", "mlp_b64", "lstm_forward", "mnist_epoch", "mnist_memory",
        "mnist_99", "lecun1989", "predict", "lenet_plan", "resnet8_threads"})
    EXPECT_TRUE(names.contains(name)) << name;
  EXPECT_EQ(run("bench b64 --list --json").json()["cases"].size(), 4u);
  EXPECT_EQ(run("bench predict --list --json").json()["cases"].size(), 1u) << "a case, though also a verb";
}

TEST_F(Bench, AnswersWithoutPeers) {
  Answer answer = alone("tiny --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  nlohmann::json object = answer.json();
  for (const char* field : {"processor", "isa", "threads", "version", "commit", "date", "best_gflops"})
    EXPECT_TRUE(object["machine"].contains(field)) << field;
  ASSERT_EQ(object["rows"].size(), 1u);
  nlohmann::json row = object["rows"][0];
  EXPECT_EQ(row["case"], "tiny_step");
  EXPECT_EQ(row["peer"], "PyTorch");
  for (const char* field : {"ours_ms", "gflops", "of_best"}) EXPECT_GT(row[field], 0) << field;
  for (const char* field : {"peer_ms", "ratio"}) EXPECT_TRUE(row.at(field).is_null()) << field;
  EXPECT_GE(row["other_load"], 0);
  EXPECT_NE(row["note"].get<std::string>().find("./dev setup peers"), std::string::npos) << row;
}

TEST_F(Bench, WhatIsNotHereIsSaid) {
  nlohmann::json rows = alone("mnist --json").json()["rows"];
  ASSERT_EQ(rows.size(), 4u);
  for (const auto& row : rows) {
    EXPECT_TRUE(row["ours_ms"].is_null());
    EXPECT_EQ(row["note"], "MNIST is not here: percept data get mnist");
  }
  EXPECT_TRUE(rows[1].at("ours_mb").is_null()) << "memory is no time";
}

TEST_F(Bench, WritesMarkdown) {
  Answer answer = alone("tiny --markdown --lang fr");
  EXPECT_NE(answer.out.find("| cas | à côté de | percept |"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("| tiny_step | PyTorch |"), std::string::npos) << answer.out;
}

}  // namespace
}  // namespace percept::cli
