// percept features: the table, its object, and what is no set of images.
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, FeaturesComparesThemUnderTheSameHead) {
  Answer answer = run("features digits --epochs 1 --train 300 --json");
  nlohmann::json object = answer.json();
  EXPECT_EQ(object["data"], "digits");
  EXPECT_EQ(object["train"], 300);
  EXPECT_EQ(object["test"], 4000);
  ASSERT_EQ(object["rows"].size(), 5u);
  std::vector<std::string> names;
  for (const auto& row : object["rows"]) {
    names.push_back(row["features"]);
    EXPECT_EQ(row["parameters"], 10 * (int(row["count"]) + 1));
    EXPECT_GT(double(row["test"]["accuracy"]), 0.05);
    EXPECT_EQ(row["test"]["seeds"].size(), 1u);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"pixels", "edges", "hog", "random", "learned"}));
  EXPECT_NE(answer.err.find("learned kernels: the network, epoch 1 of 1"), std::string::npos) << answer.err;
  EXPECT_EQ(run("features digits --epochs 1 --train 300 --json").json()["rows"][2]["test"],
            object["rows"][2]["test"]);
  EXPECT_NE(run("features digits --epochs 1 --train 300 --seed 4 --json").json()["rows"][4]["test"],
            object["rows"][4]["test"]);
}

TEST_F(Program, FeaturesPrintsATable) {
  Answer answer = run("features --epochs 1 --train 100 --seeds 2 --quiet --lang fr");
  EXPECT_NE(answer.out.find("caractéristiques"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("noyaux appris"), std::string::npos);
  EXPECT_NE(answer.out.find(" – "), std::string::npos) << "the range of the seeds";
  EXPECT_EQ(answer.err, "");
}

TEST_F(Program, FeaturesRefusesWhatHasNoImages) {
  EXPECT_EQ(run("features spiral --json").status, 1);
  EXPECT_EQ(run("features spiral --json").json()["error"]["code"], "lab.features.images");
  EXPECT_EQ(run("features nothing").status, 2);
  EXPECT_EQ(run("features digits --epochs 0").status, 2);
  EXPECT_EQ(run("features digits --seeds 1000").status, 2);
  EXPECT_EQ(run("features digits --train many").status, 2);
}

}  // namespace
}  // namespace percept::cli
