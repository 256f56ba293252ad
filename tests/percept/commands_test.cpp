// The commands at work, by the fields of their objects.
#include <set>

#include "percept/io/image.hpp"
#include "program.hpp"

namespace percept::cli {
namespace {

constexpr const char* kQuick = "train linear data.limit=600 train.epochs=1 ";

TEST_F(Program, SummaryCounts) {
  nlohmann::json object = run("summary lectures-cnn --json").json();
  std::vector<int> counts;
  for (const auto& layer : object["layers"])
    if (layer["parameters"] != 0) counts.push_back(layer["parameters"]);
  EXPECT_EQ(counts, (std::vector<int>{608, 3216, 48120, 10164, 850}));
  EXPECT_EQ(object["parameters"], 62958);
  EXPECT_EQ(object["layers"][0]["output"], (std::vector<int>{8, 28, 28}));
  EXPECT_EQ(run("summary lenet --json").json()["parameters"], 61706);
  EXPECT_EQ(run("summary linear data.source=shapes --json").json()["parameters"], 30730);
  EXPECT_NE(run("summary lectures-cnn").out.find("62,958"), std::string::npos);
  EXPECT_NE(run("summary lectures-cnn --lang fr").out.find("paramètres"), std::string::npos);
}

TEST_F(Program, AProfileIsShownAndKept) {
  Answer trained = run(std::string(kQuick) + "--profile");
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_NE(trained.out.find("GFLOP/s"), std::string::npos);
  EXPECT_NE(trained.out.find("runs/linear-1/trace.json"), std::string::npos);
  nlohmann::json events = nlohmann::json::parse(read("runs/linear-1/trace.json"))["traceEvents"];
  double end = 0;
  std::set<std::string> passes;
  for (const nlohmann::json& event : events) {
    EXPECT_EQ(event["ts"], end) << event["name"];
    end = double(event["ts"]) + double(event["dur"]);
    passes.insert(event["cat"]);
  }
  EXPECT_EQ(passes, (std::set<std::string>{"backward", "forward"}));
  // A product of 64 rows of 784 numbers by 10 columns, in microseconds.
  int products = 0;
  for (const nlohmann::json& event : events)
    if (event["name"] == "1 linear" && ++products)
      EXPECT_NEAR(double(event["args"]["gflops"]), 2 * 64 * 784 * 10 / double(event["dur"]) / 1e3, 1e-3);
  EXPECT_EQ(products, 1);
}

TEST_F(Program, TrainEvalPredict) {
  Answer trained = run(std::string(kQuick) + "--json --seed 4");
  ASSERT_EQ(trained.status, 0) << trained.err;
  nlohmann::json object = trained.json();
  EXPECT_EQ(trained.out.find('\n'), trained.out.size() - 1) << "progress goes to stderr";
  EXPECT_EQ(object["run"], "runs/linear-1");
  EXPECT_EQ(object["epochs"], 1);
  EXPECT_EQ(object["parameters"], 7850);
  EXPECT_EQ(object["state"], 0);
  for (const char* field : {"seconds", "samples_per_second", "peak_rss_mb"})
    EXPECT_GT(object[field], 0) << field;
  EXPECT_TRUE(object["train"]["loss"].is_number());
  EXPECT_NE(trained.err.find("epoch 1/1"), std::string::npos);
  for (const char* name :
       {"recipe.toml", "metrics.jsonl", "best.safetensors", "model.onnx", "summary.txt", "manifest.json"})
    EXPECT_TRUE(exists(std::string("runs/linear-1/") + name)) << name;
  EXPECT_NE(read("runs/linear-1/recipe.toml").find("seed = 4"), std::string::npos);

  nlohmann::json evaluated = run("eval runs/linear-1 --data digits --json").json();
  EXPECT_EQ(evaluated["data"], "digits:test");
  EXPECT_EQ(evaluated["count"], 4000);
  EXPECT_EQ(evaluated["accuracy"], object["test"]["accuracy"]);
  EXPECT_EQ(evaluated["loss"], object["test"]["loss"]);
  EXPECT_EQ(evaluated["confusion"].size(), 10u);

  nlohmann::json predicted = run("predict linear-1 digits:test --first 3 --json").json();
  ASSERT_EQ(predicted["predictions"].size(), 3u);
  EXPECT_EQ(predicted["predictions"][0]["top"].size(), 5u);
  EXPECT_TRUE(predicted["predictions"][0]["truth"].is_string());
  Answer drawn = run("predict linear-1 digits:test --first 3");
  EXPECT_NE(drawn.out.find("█"), std::string::npos);

  ASSERT_TRUE(io::write_png(folder_ / "paper.png", Tensor::full(DType::u8, {60, 50, 3}, 255)));
  Answer paper = run("predict linear-1 paper.png --json");
  EXPECT_EQ(paper.json()["predictions"][0]["file"], "paper.png");
  EXPECT_EQ(paper.json()["predictions"][0]["inverted"], true);
  EXPECT_NE(run("predict linear-1 paper.png").out.find("turned over"), std::string::npos);
  EXPECT_NE(run("predict linear-1 paper.png --lang fr").out.find("inversées"), std::string::npos);

  EXPECT_EQ(run("summary linear-1 --json").json()["parameters"], 7850);
  EXPECT_EQ(run("summary linear-1 train.epochs=1").status, 2);

  nlohmann::json exported = run("export linear-1 out.onnx --json").json();
  EXPECT_EQ(exported["file"], "out.onnx");
  EXPECT_EQ(exported["inputs"], std::vector<std::string>{"input"});
  EXPECT_EQ(exported["outputs"], std::vector<std::string>{"output"});
  EXPECT_EQ(exported["nodes"], 2);
  EXPECT_EQ(exported["bytes"], read("out.onnx").size());
  EXPECT_EQ(read("out.onnx"), read("runs/linear-1/model.onnx"));
  EXPECT_EQ(run("export linear-1 out.onnx train.epochs=1").status, 2);

  write("paper.txt", "this is no picture");
  EXPECT_EQ(run("predict linear-1 paper.txt").status, 1);
  EXPECT_EQ(run("predict linear-1 gone.png --json").json()["error"]["code"], "io.not_found");
  EXPECT_EQ(run("eval linear-1 --data shapes").status, 1);
  EXPECT_EQ(run("eval linear-1 --data mnist:/nowhere --json")
                .json()["error"]["code"]
                .get<std::string>()
                .substr(0, 5),
            "data.");
  std::filesystem::resize_file(folder_ / "runs/linear-1/best.safetensors", 4000);
  EXPECT_EQ(run("eval linear-1 --data digits").status, 1);
}

TEST_F(Program, QuietSaysTheResultAlone) {
  Answer answer = run(std::string(kQuick) + "--quiet");
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.out.find("epoch 1/1"), std::string::npos);
  EXPECT_NE(answer.out.find("runs/linear-1"), std::string::npos);
}

TEST_F(Program, TheSameCallGivesTheSameWeights) {
  ASSERT_EQ(run(kQuick).status, 0);
  ASSERT_EQ(run(kQuick).status, 0);
  EXPECT_EQ(read("runs/linear-1/best.safetensors"), read("runs/linear-2/best.safetensors"));
}

TEST_F(Program, ControlCFinishesTheStepAndKeepsTheWeights) {
  Answer answer =
      shell("{ " + kProgram + " train mlp train.epochs=500 --json & child=$!; " +
            "until [ -s runs/mlp-1/metrics.jsonl ]; do sleep 0.05; done; kill -INT $child; wait $child; }");
  EXPECT_EQ(answer.status, 130) << answer.err;
  EXPECT_EQ(answer.json()["interrupted"], true);
  EXPECT_NE(answer.err.find("stopped after step"), std::string::npos) << answer.err;
  EXPECT_EQ(run("eval mlp-1 --data digits:test --json").json()["count"], 4000);
}

TEST_F(Program, ADivergingTrainingSaysWhatToDo) {
  Answer answer = run(std::string(kQuick) + "train.optimizer.lr=1e38 --json");
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.json()["error"]["code"], "train.not_finite");
}

TEST_F(Program, ARunsReportIsOnePageOfHtml) {
  ASSERT_EQ(run(kQuick).status, 0);
  std::string name = run("runs --json").json()["runs"][0]["run"];
  Answer answer = run("runs " + name + " --report report.html --lang fr");
  ASSERT_EQ(answer.status, 0) << answer.err;
  std::string page = read("report.html");
  EXPECT_NE(page.find("<html lang=\"fr\">"), std::string::npos);
  EXPECT_NE(page.find("percept train "), std::string::npos);
  EXPECT_NE(page.find("<svg "), std::string::npos);
  EXPECT_EQ(run("runs --report report.html").status, 2);
  EXPECT_EQ(run("runs " + name + " --report report.html --delete --yes").status, 2);
  EXPECT_EQ(run("runs " + name + " --report no/such/folder/report.html").status, 1);
  EXPECT_TRUE(exists(name));
}

TEST_F(Program, ATruncatedDataFileIsTold) {
  std::filesystem::create_directory(folder_ / "mnist");
  for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                           "t10k-labels-idx1-ubyte"})
    write(std::string("mnist/") + name, std::string("\0\0\x08\x03\0\0", 6));
  Answer answer = run("train lenet data.source=mnist:mnist --json");
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.json()["error"]["code"], "io.idx_truncated") << answer.out;
  EXPECT_FALSE(exists("runs"));
}

TEST_F(Program, GradcheckComparesEveryParameter) {
  Answer answer = run("gradcheck lenet --samples 3 --json");
  ASSERT_EQ(answer.status, 0) << answer.err;
  nlohmann::json object = answer.json();
  ASSERT_EQ(object["parameters"].size(), 10u);
  EXPECT_EQ(object["parameters"][0]["path"], "0.weight");
  EXPECT_EQ(object["parameters"][0]["checked"], 3);
  EXPECT_EQ(object["parameters"][0]["elements"], 150);
  EXPECT_LT(object["parameters"][0]["max_relative_error"], 1e-6);
  EXPECT_EQ(object["parameters"][9]["path"], "11.bias");
  EXPECT_EQ(object["input"]["path"], "image");
  EXPECT_LT(object["max_relative_error"], 1e-6);
  EXPECT_NEAR(object["loss"], 2.3, 0.3);
  EXPECT_NE(answer.err.find("all gradients are right"), std::string::npos);
  EXPECT_NE(run("gradcheck lenet --samples 3 --seed 5 --json").json()["loss"], object["loss"]);
}

TEST_F(Program, GradcheckFailsAboveTheBound) {
  Answer answer = run("gradcheck linear --samples 3 --bound 1e-30 --json");
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.json()["error"]["code"], "percept.gradcheck.failed");
  EXPECT_EQ(answer.json()["parameters"].size(), 2u);
  EXPECT_EQ(answer.json()["parameters"][0]["right"], false);
  Answer french = run("gradcheck linear --samples 3 --bound 1e-30 --lang fr");
  EXPECT_NE(french.out.find("FAUX"), std::string::npos) << french.out;
  EXPECT_NE(french.err.find("est faux"), std::string::npos) << french.err;
  EXPECT_EQ(run("gradcheck linear --samples 3 --quiet").out.find("1.weight"), std::string::npos);
}

TEST_F(Program, DoctorTellsWhatThereIs) {
  nlohmann::json object = run("doctor --json --threads 1").json();
  EXPECT_EQ(object["threads"], 1);
  EXPECT_EQ(object["terminal"], false);
  EXPECT_EQ(object["language"], "en");
  EXPECT_EQ(object["data"][0]["name"], "digits");
  EXPECT_EQ(object["data"][0]["available"], true);
}

}  // namespace
}  // namespace percept::cli
