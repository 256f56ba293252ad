// percept inspect and percept train --variants, as they are called.
#include "percept/program.hpp"

namespace percept::cli {
namespace {

constexpr const char* kDeep = R"(name = "deep"
[model]
input = [1, 28, 28]
layers = ["flatten", "linear 32 init=kaiming_normal", "sigmoid", "linear 32", "sigmoid", "linear 32", "sigmoid",
  "linear 32", "sigmoid", "linear 32", "sigmoid", "linear 32", "sigmoid", "linear 32", "sigmoid", "linear 10"]
[train]
epochs = 1
)";

TEST_F(Program, InspectShowsAVanishingGradient) {
  write("deep.toml", kDeep);
  Answer answer = run("inspect deep.toml --examples 50 --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  nlohmann::json object = answer.json();
  EXPECT_EQ(object["count"], 50);
  ASSERT_EQ(object["layers"].size(), 16u);
  EXPECT_EQ(object["layers"][1]["path"], "1");
  EXPECT_EQ(object["layers"][1]["parameters"], 784 * 32 + 32);
  double first = object["layers"][1]["gradient"], last = object["layers"][15]["gradient"];
  EXPECT_DOUBLE_EQ(object["gradient_ratio"], first / last);
  EXPECT_LT(first / last, 1e-3);
  EXPECT_NEAR(object["layers"][2]["mean"], 0.5, 0.1);
  EXPECT_GT(object["layers"][2]["unit_mean"], 0.3);
  EXPECT_TRUE(object["layers"][2]["gradient"].is_null());
  ASSERT_EQ(object["alarms"].size(), 1u);
  EXPECT_EQ(object["alarms"][0]["kind"], "vanishing");

  Answer french = run("inspect deep.toml --examples 50 --lang fr");
  EXPECT_NE(french.out.find("moyenne"), std::string::npos) << french.out;
  EXPECT_NE(french.out.find("vanescents"), std::string::npos) << french.out;
  EXPECT_NE(run("inspect deep.toml --examples 50 --seed 5 --json").json()["loss"], object["loss"]);
}

TEST_F(Program, InspectTakesARunAndOtherData) {
  write("small.toml",
        "name = \"small\"\n[data]\nlimit = 200\n[model]\nlayers = [\"flatten\", \"linear 10\"]\n");
  ASSERT_EQ(run("train small.toml --quiet").status, 0);
  nlohmann::json object = run("inspect runs/small-1 --data digits:test --examples 300 --json").json();
  EXPECT_EQ(object["count"], 300);
  EXPECT_TRUE(object["gradient_ratio"].is_null());  // one layer alone
  EXPECT_EQ(run("inspect runs/small-1 --json").json()["count"], 200);
  EXPECT_EQ(run("inspect runs/small-1 train.epochs=3").status, 2);
  EXPECT_EQ(run("inspect small.toml --examples 0").status, 2);
  EXPECT_EQ(run("inspect small.toml --examples 20000 --data digits --json").json()["count"], 4000) << "all";
  EXPECT_EQ(run("inspect knn").status, 1);
  EXPECT_EQ(run("inspect").status, 2);
}

TEST_F(Program, VariantsAreTrainedAndCompared) {
  write("cures.toml", R"(name = "cures"
variants = [
  { name = "L2", change = ["train.l2=0.1"] },
  { name = "more", change = ["data.limit=400"] },
]
[data]
limit = 200
[model]
layers = ["flatten", "linear 10"]
[train]
epochs = 5
)");
  Answer answer = run("train cures.toml --variants train.batch=20 --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  nlohmann::json rows = answer.json()["variants"];
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0]["name"], "");
  EXPECT_EQ(rows[0]["run"], "runs/cures-1");
  EXPECT_EQ(rows[1]["run"], "runs/cures-L2-1");
  EXPECT_GT(rows[1]["train"]["loss"], rows[0]["train"]["loss"]);
  EXPECT_EQ(rows[2]["examples"], 400);
  EXPECT_NE(read("runs/cures-more-1/recipe.toml").find("batch = 20"), std::string::npos);
  double own = rows[0]["test"]["accuracy"];
  EXPECT_DOUBLE_EQ(run("eval runs/cures-1/best.safetensors --data digits:test --json").json()["count"], 4000);
  EXPECT_GT(own, 0.2);
  EXPECT_NE(answer.err.find("as it is"), std::string::npos);
}

TEST_F(Program, VariantsThatAreNoneAreTold) {
  EXPECT_EQ(run("train linear --variants --json").json()["error"]["code"], "percept.variants.none");
  EXPECT_EQ(run("train linear --variants --seeds 2").status, 2);
  write("wrong.toml",
        "variants = [{ name = \"x\", change = [\"train.epohcs=3\"] }]\n[model]\nlayers = [\"flatten\", "
        "\"linear 10\"]\n");
  EXPECT_EQ(run("train wrong.toml --variants").status, 2);
  EXPECT_FALSE(exists("runs")) << "nothing trains before all is read";
}

}  // namespace
}  // namespace percept::cli
