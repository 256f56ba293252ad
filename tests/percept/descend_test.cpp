// percept descend: the lectures' numbers, the local minimum, the secant, and what is no curve.
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, DescendTellsTheLecturesSteps) {
  Answer answer = run("descend lectures --json");
  nlohmann::json object = answer.json();
  ASSERT_EQ(object["end"], "settled");
  EXPECT_NEAR(object["steps"][0]["slope"], 3, 1e-12);
  EXPECT_NEAR(object["steps"][0]["next"], 2, 1e-12);
  EXPECT_NEAR(object["steps"][1]["slope"], -1, 1e-12);
  EXPECT_NEAR(object["steps"][1]["next"], 3, 1e-12);
  EXPECT_NEAR(object["x"], 2.75, 1e-9);
  std::string out = run("descend lectures").out;
  EXPECT_NE(out.find("θ ← θ − α · slope = 5 − 1 · 3 = 2\n"), std::string::npos) << out;
  EXPECT_NE(out.find("θ ← θ − α · slope = 2 − 1 · (−1) = 3\n"), std::string::npos) << out;
  out = run("descend lectures --steps 1 --rate 0.5 --lang fr").out;
  EXPECT_NE(out.find("θ ← θ − α · pente = 5 − 0,5 · 3 = 3,5\n"), std::string::npos) << out;
}

TEST_F(Program, DescendShowsTheLocalMinimumAndTheWayOut) {
  auto end = [&](const std::string& words) {
    nlohmann::json object = run("descend two-valleys " + words + " --json").json();
    EXPECT_EQ(object["end"], "settled") << words;
    EXPECT_EQ(object["escaped"], object["x"] < 0) << words;
    EXPECT_NEAR(object["nearest"], .945649, 1e-6);
    EXPECT_NEAR(object["lowest"], -1.046681, 1e-6);
    return double(object["x"]);
  };
  for (const char* momentum : {"0", "0.5", "0.8", "0.9"})
    EXPECT_NEAR(end("--momentum " + std::string(momentum)), .945649, 1e-6);
  EXPECT_NEAR(end("--momentum 0.95"), -1.046681, 1e-6);
  EXPECT_NEAR(end("--momentum 0.9 --rate 0.1"), -1.046681, 1e-6);
  std::string out = run("descend two-valleys --momentum 0.95").out;
  EXPECT_NE(out.find("θ ← θ − α · v = 1.40125 − 0.05 · 3.32636 = 1.23493"), std::string::npos) << out;
  EXPECT_NE(out.find("It passed the nearest minimum, θ = 0.945649"), std::string::npos) << out;
  EXPECT_NE(run("descend two-valleys").out.find("a local minimum: the lowest in sight is θ = −1.04668"),
            std::string::npos);
}

TEST_F(Program, DescendKnowsOtherRules) {
  const std::string parabola = "descend x^2/2 --from 1 --rate 0.1 --steps 6 --json ";
  auto last = [&](const std::string& words) {
    return double(run(parabola + words).json()["steps"][5]["next"]);
  };
  EXPECT_NEAR(last("--momentum 0.9"), -.256608, 1e-9);
  EXPECT_NEAR(last("--momentum 0.9 --nesterov"), -.254883887, 1e-9);
  EXPECT_NEAR(last("--adam"), .414236459, 1e-9);
  EXPECT_EQ(run(parabola + "--adam").json()["steps"][0]["velocity"], nullptr);
}

TEST_F(Program, DescendShortensItsTable) {
  auto lines = [&](const std::string& words) {
    std::string out = run("descend parabola --steps 100 " + words).out;
    return std::count(out.begin(), out.end(), '\n');
  };
  EXPECT_LT(lines(""), 30);
  EXPECT_GT(lines("--all"), 100);
}

TEST_F(Program, DescendShowsTheSecantBecomingTheTangent) {
  nlohmann::json object = run("descend x^3 --from 2 --secant --json").json();
  EXPECT_NEAR(object["derivative"], 12, 1e-12);
  ASSERT_EQ(object["secants"].size(), 17u);
  EXPECT_NEAR(object["secants"][0]["ratio"], 19, 1e-12);
  EXPECT_NEAR(object["secants"][1]["ratio"], 12.61, 1e-12);
  EXPECT_NEAR(object["secants"][2]["error"], .0601, 1e-9);
}

TEST_F(Program, DescendDrawsItsPictures) {
  EXPECT_EQ(run("descend two-valleys --momentum 0.95 -o way.svg").status, 0);
  std::string svg = read("way.svg");
  EXPECT_NE(svg.find("x^4/4 - x^2/2 + x/10"), std::string::npos);
  EXPECT_NE(svg.find("start"), std::string::npos);
  EXPECT_EQ(run("descend \"log(x)\" --from 1 --rate 2 -o gap.svg").status, 0) << "half of it has no value";
  EXPECT_EQ(run("descend parabola --rate 2.5 -o away.svg").status, 0) << "it diverges";
  EXPECT_EQ(run("descend parabola --secant -o secant.png --lang fr").status, 0);
  EXPECT_EQ(read("secant.png").substr(1, 3), "PNG");
  EXPECT_EQ(run("descend parabola -o way.gif").status, 2);
  EXPECT_EQ(run("descend parabola -o nowhere/way.svg").status, 1);
}

TEST_F(Program, DescendListsItsCurves) {
  EXPECT_NE(run("descend --list").out.find("two-valleys"), std::string::npos);
  for (const auto& curve : run("descend --list --json").json()["curves"]) {
    Answer answer = run("descend " + std::string(curve["name"]));
    EXPECT_EQ(answer.status, 0) << curve << answer.err;
  }
}

}  // namespace
}  // namespace percept::cli
