// Curve fits and backpropagation by hand, as they are typed.
#include "program.hpp"

namespace percept::cli {
namespace {

TEST_F(Program, APolynomialTellsItsWeights) {
  Answer trained = run("train polynomial model.degree=9 --json");
  ASSERT_EQ(trained.status, 0) << trained.err;
  nlohmann::json object = trained.json();
  EXPECT_NE(
      trained.err.find("0.35  232.37  -5321.83  48568.31  -231639.31  640042.31  -1061800.62  1042400.30  "
                       "-557683.07  125201.45"),
      std::string::npos)
      << trained.err;
  EXPECT_NE(trained.err.find("0.0000 on what was learnt, 1.2590 on the test set"), std::string::npos);
  EXPECT_NEAR(object["train"]["rms"], 0, 5e-5);
  EXPECT_NEAR(object["train"]["w9"], 125201.45, 0.0051);
  EXPECT_NEAR(object["test"]["rmse"], 1.2590, 5e-5);
  EXPECT_EQ(object["parameters"], 10);
  EXPECT_EQ(run("eval runs/polynomial-1 --data bishop:test --json").json()["loss"], object["test"]["loss"]);
  EXPECT_EQ(run("resume runs/polynomial-1").status, 0);
  EXPECT_EQ(run("export runs/polynomial-1 out.onnx").status, 0);
  EXPECT_NE(run("predict runs/polynomial-1 bishop:test --first 2").out.find("bishop:test#1"),
            std::string::npos);
  EXPECT_NE(run("train polynomial model.degree=3 --lang fr").out.find("0,31  7,99  -25,43  17,37"),
            std::string::npos);
}

TEST_F(Program, SegmentsAreTold) {
  Answer trained = run("train segments train.epochs=3 --seeds 2 --json");
  ASSERT_EQ(trained.status, 0) << trained.err;
  std::string best = trained.json()["best_run"];
  nlohmann::json summary = run("summary " + best + " --json").json();
  EXPECT_EQ(summary["parameters"], 13);
  const nlohmann::json& segments = summary["segments"];
  EXPECT_EQ(segments["units"], 4);
  EXPECT_EQ(segments["x"].size(), segments["y"].size());
  EXPECT_NEAR(segments["x"].front(), -0.9995, 1e-6);
  EXPECT_NEAR(segments["floor"], 1.4222e-4, 1e-8);
  nlohmann::json seeds = trained.json()["seeds"];
  bool first = seeds[0]["train"]["loss"] <= seeds[1]["train"]["loss"];
  EXPECT_EQ(best, seeds[first ? 0 : 1]["run"]);
  EXPECT_NE(trained.err.find("times that"), std::string::npos);
}

TEST_F(Program, BackpropTellsEveryNumber) {
  Answer answer = run("backprop");
  ASSERT_EQ(answer.status, 0) << answer.err;
  std::size_t at = 0;
  for (const char* line :
       {"net_h1 = w1 · i1 + w2 · i2 + b1", "= 0.15 · 0.05 + 0.2 · 0.1 + 0.35 = 0.377500000000",
        "out_h1 = 1 / (1 + e^-net_h1) = 0.593269992107",
        "E_o1 = (target_o1 - out_o1)² / 2 = (0.01 - 0.751365069552)² / 2 = 0.274811083176",
        "E = E_o1 + E_o2 = 0.298371108760", "dE/dout_o1 = out_o1 - target_o1 = 0.741365069552",
        "dE/dw5 = dE/dout_o1 · dout_o1/dnet_o1 · dnet_o1/dw5   (dnet_o1/dw5 = out_h1)", "= 0.082167040564",
        "dE/dout_h1 = dE/dnet_o1 · w5 + dE/dnet_o2 · w7", "= 0.000438567734",
        "w1' = w1 - 0.5 · dE/dw1 = 0.15 - 0.5 · 0.000438567734 = 0.149780716133",
        "w8' = w8 - 0.5 · dE/dw8 = 0.55 - 0.5 · -0.022740242216 = 0.561370121108",
        "step 1: E = 0.291027773694", "Autograd's graph gives the same numbers"}) {
    at = answer.out.find(line, at);
    ASSERT_NE(at, std::string::npos) << line << "\n" << answer.out;
  }
  EXPECT_NE(run("backprop --lang fr").out.find("passe arrière"), std::string::npos);
}

TEST_F(Program, BackpropAnswersUnrounded) {
  nlohmann::json object = run("backprop --steps 10000 --json").json();
  EXPECT_NEAR(object["steps"][0]["gradients"][1][0][0], .082167040564, 1e-11);
  EXPECT_NEAR(object["errors"][0]["error"], .291027773694, 1e-11);
  EXPECT_NEAR(object["error"], .0000351019, 1e-10);
  EXPECT_NEAR(object["outputs"][1], .984064274, 1e-9);
  EXPECT_LT(object["difference"], 1e-13);
  EXPECT_NEAR(run("backprop --steps 10000 --biases --json").json()["error"], 4.355321e-6, 1e-12);
  Answer wrong = run("backprop --new-weights --json");
  EXPECT_NEAR(wrong.json()["error"], .2910279239, 1e-10);
  EXPECT_FALSE(wrong.json().contains("difference"));
  EXPECT_NE(run("backprop --help").out.find("0.291027924"), std::string::npos);
}

TEST_F(Program, BackpropTakesOtherNets) {
  nlohmann::json net = run("backprop --sizes 3-2-1 --seed 4 --steps 2 --all --json").json();
  EXPECT_EQ(net["steps"].size(), 2u);
  EXPECT_EQ(net["steps"][0]["gradients"][0][0].size(), 3u);
  write("net.json", net["net"].dump());
  EXPECT_EQ(run("backprop --net net.json --steps 2 --all --json").json(), net);
  EXPECT_NE(run("backprop --net net.json --rate 2 --json").json()["after"], net["steps"][0]["after"]);
  write("wrong.json", R"({"inputs": [1], "targets": [0], "weights": [[[1, 2]]]})");
  Answer wrong = run("backprop --net wrong.json --json");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.json()["error"]["code"], "lab.hand.field");
  EXPECT_EQ(run("backprop --net absent.json").status, 1);
  for (const char* words : {"--sizes 2", "--sizes 2-99", "--sizes 2-2 --net net.json", "--steps 0",
                            "--steps 9999999", "--steps 101 --all", "--rate -1", "--rate much", "extra"})
    EXPECT_EQ(run(std::string("backprop ") + words).status, 2) << words;
}

}  // namespace
}  // namespace percept::cli
